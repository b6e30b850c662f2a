import type { Child } from 'hono/jsx';
import { type Actor, mayDo, type Verb } from '../../../access/index.ts';
import { ActButton, Copied } from '../../ui/form.tsx';
import { Facts, Note, Table, Time } from '../../ui/parts.tsx';
import type { ShownConnector } from '../../verbs/connector-view.ts';
import { connectorShow } from '../../verbs/connectors.ts';
import type { PageDefinition } from '../page.ts';
import { ByAt, Logo, Missing, pathOf, peopleWords, State } from './view-parts.tsx';

type Of = { readonly connector: ShownConnector };

const applications = { own: 'its own', given: 'made by a colleague', shared: 'shared by all connectors' } as const;

const listed = (values: readonly string[]): string => values.join(', ') || 'none';

const settingRows = ({ settings, offered, changed }: ShownConnector): readonly (readonly [string, Child])[] => [
  ['Tenant', <code>{settings.tenantId ?? 'not set'}</code>],
  ['Entra application', <code>{settings.clientId ?? 'not set'}</code>],
  ['Kind of application', applications[settings.application]],
  ['Cloud', settings.cloud],
  ['Offered to', listed(offered)],
  ['Rules', settings.rules],
  ['Variants', listed(settings.variants)],
  ['Extras', listed(settings.extras)],
  ['Narrower permissions', listed(settings.narrow)],
  ['Mailboxes granted in', settings.mailboxAccess === 'entra' ? 'Entra' : 'Exchange'],
  ['Memory and time limit', `${settings.memory} MB, ${settings.timeout} s`],
  ...(changed === undefined ? [] : [['Changed', <ByAt of={changed} />] as const]),
];

const Credential = ({ connector }: Of) => (
  <>
    <h2 id="credential">Federated credential</h2>
    <p>
      The Entra application trusts the tokens of this connector’s own role, so there is no client secret that anybody
      could keep, lose or rotate.
    </p>
    <Copied id="issuer" label="Issuer" value={connector.federated.issuer} />
    <Copied id="subject" label="Subject" value={connector.federated.subject} />
    <Copied id="audience" label="Audience" value={connector.federated.audience} />
  </>
);

const places = { entra: 'Entra', exchange: 'Exchange', 'per-team': 'each team' } as const;

const Permissions = ({ connector }: Of) => (
  <>
    <h2>Permissions</h2>
    <p>
      The permissions of the application in Microsoft Graph, with their reasons. The rules drop everything else before a
      reply leaves; the data dictionary lists each property.
    </p>
    <Table
      head={['Permission', 'Why', 'Granted in']}
      rows={connector.permissions.map(({ name, reason, grantedIn, extra }) => [
        <code>{name}</code>,
        extra === undefined ? reason : `${reason} (${extra})`,
        places[grantedIn],
      ])}
    />
  </>
);

const outcomes = { ok: 'in order', failed: 'failed', 'not-checked': 'not checked' } as const;

const Health = ({ connector }: Of) => (
  <>
    <h2>Health</h2>
    {connector.status.evidence.length === 0 ? (
      <p>Nobody has checked it lately.</p>
    ) : (
      <Table
        head={['Check', 'Result', 'Finding', 'When']}
        rows={connector.status.evidence.map(({ check, state, says, code, at }) => [
          check,
          outcomes[state],
          <>
            {says} {code !== undefined && <code>{code}</code>}
          </>,
          <Time at={at} />,
        ])}
      />
    )}
  </>
);

const Uses = ({ connector: { uses } }: Of) => (
  <>
    <h2>Who uses it</h2>
    <Facts
      rows={[
        [
          'Clients',
          uses.clients.length === 0
            ? 'none'
            : uses.clients.map(({ id, name }, index) => (
                <>
                  {index > 0 && ', '}
                  <a href={`/clients/${id}`}>{name}</a>
                </>
              )),
        ],
        ['Grants', uses.grants],
        ['Groups', uses.groups.length],
        ['People', peopleWords(uses.people)],
        ['Callers in AWS', listed(uses.callers)],
      ]}
    />
  </>
);

const Acts = ({ connector, actor }: Of & { readonly actor: Actor }) => {
  const { name, status, paused, deleted } = connector;
  const may = (verb: Verb): boolean => mayDo(actor, verb, 'none');
  const link = (act: string, title: string) => (
    <a class="button quiet" href={pathOf(name, act)}>
      {title}
    </a>
  );
  return (
    <div class="actions">
      {may('connector.change') && link('configure', status.state === 'not-configured' ? 'Configure' : 'Application')}
      {may('connector.change') && deleted === undefined && link('change', 'Change')}
      {may('connector.check') && <ActButton action={pathOf(name, 'check')} title="Check now" />}
      {may('connector.pause') && deleted === undefined && paused === undefined && link('pause', 'Pause')}
      {may('connector.resume') && paused !== undefined && <ActButton action={pathOf(name, 'resume')} title="Resume" />}
      {may('connector.delete') && deleted === undefined && link('delete', 'Delete')}
    </div>
  );
};

const show: PageDefinition = {
  verb: 'connector.show',
  method: 'get',
  path: '/connectors/:name',
  handle: async ({ actor, params, perform }) => {
    const found = await perform(connectorShow, { name: params['name'] });
    if (!found.ok) return { refusal: found };
    const connector = found.value;
    const { paused } = connector;
    return {
      title: connector.title,
      body: (
        <>
          <p class="lead">
            <Logo name={connector.logo} />
            <span>{connector.summary}</span>
          </p>
          <State status={connector.status} />
          <Missing missing={connector.missing} status={connector.status} />
          {paused !== undefined && (
            <Note warning>
              <p>
                Paused <ByAt of={paused} />: {paused.reason}
              </p>
            </Note>
          )}
          <Acts connector={connector} actor={actor} />
          <h2>Settings</h2>
          <Facts rows={settingRows(connector)} />
          <Credential connector={connector} />
          <Permissions connector={connector} />
          <Health connector={connector} />
          <Uses connector={connector} />
        </>
      ),
    };
  },
};

export const connectorShowPages: readonly PageDefinition[] = [show];

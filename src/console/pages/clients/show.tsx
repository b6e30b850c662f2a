import { mayDo, type Verb } from '../../../access/index.ts';
import { Facts, Table, Time } from '../../ui/parts.tsx';
import { Who } from '../../ui/who.tsx';
import type { ClientView } from '../../verbs/client-view.ts';
import { clientShow } from '../../verbs/clients.ts';
import type { PageDefinition } from '../page.ts';
import { LastUsed, pathOf } from './parts.tsx';

type May = (verb: Verb) => boolean;

const Secrets = ({ client, may }: { readonly client: ClientView; readonly may: May }) =>
  client.secrets.length === 0 ? (
    <p>It has no secret.</p>
  ) : (
    <Table
      head={['Secret', 'Made', 'Ends', 'Last used', '']}
      rows={client.secrets.map(({ id, created, until, lastUsed }) => [
        <code>{id}</code>,
        <Time at={created} />,
        until === undefined ? 'when it is replaced' : <Time at={until} />,
        lastUsed === undefined ? 'not yet' : <Time at={lastUsed} />,
        may('client.end-secret') ? (
          <a href={pathOf(client.id, `secrets/${id}/end`)} aria-label={`End secret ${id}`}>
            End
          </a>
        ) : (
          ''
        ),
      ])}
    />
  );

const Federated = ({ client }: { readonly client: ClientView }) =>
  client.federated.length === 0 ? (
    <p>It has no federated credential.</p>
  ) : (
    <Table
      head={['Issuer', 'Subject', 'Audience']}
      rows={client.federated.map(({ issuer, subject, audience }) => [issuer, subject, audience])}
    />
  );

const Acts = ({ client, may }: { readonly client: ClientView; readonly may: May }) => (
  <p class="actions">
    {may('client.change') && (
      <a class="button" href={pathOf(client.id, 'change')}>
        Change
      </a>
    )}
    {may('client.rotate') && (
      <a class="button quiet" href={pathOf(client.id, 'rotate')}>
        Make a new secret
      </a>
    )}
    {may('client.delete') && (
      <a class="button quiet" href={pathOf(client.id, 'delete')}>
        Delete
      </a>
    )}
  </p>
);

const show: PageDefinition = {
  verb: 'client.show',
  method: 'get',
  path: '/clients/:id',
  handle: async ({ actor, params, perform }) => {
    const found = await perform(clientShow, { id: params['id'] });
    if (!found.ok) return { refusal: found };
    const client = found.value;
    const may: May = (verb) => mayDo(actor, verb, client.own ? 'own' : 'other');
    return {
      title: client.name,
      body: (
        <>
          <p class="path">
            <a href="/clients">Clients</a>
          </p>
          <Facts
            rows={[
              ['Client ID', <code>{client.id}</code>],
              ['Contact', client.contact || 'none'],
              [
                'Registered',
                <>
                  <Time at={client.created} /> by {client.own ? 'you' : <Who id={client.createdBy} />}
                </>,
              ],
              ['Last used', <LastUsed client={client} />],
              ['Grants', <a href={`/clients/${client.id}/requests`}>{client.grants} · requests and grants</a>],
            ]}
          />
          <Acts client={client} may={may} />
          <h2>Permissions</h2>
          <p>Grants of the client never hold more than this.</p>
          <ul>
            {client.permissions.map((name) => (
              <li>
                <code>{name}</code>
              </li>
            ))}
          </ul>
          <h2>Federated credentials</h2>
          <Federated client={client} />
          <h2>Secrets</h2>
          <Secrets client={client} may={may} />
        </>
      ),
    };
  },
};

export const clientShowPages: readonly PageDefinition[] = [show];

import type { ConnectorView, DescribedSource } from '../../../registry/index.ts';
import type { Refusal } from '../../outcome.ts';
import { Choices, Copied, Field, Form, type FormValues, fieldOf, isChosen, Refused } from '../../ui/form.tsx';
import { Code, counted, Note, Table } from '../../ui/parts.tsx';
import { type ChangePlanView, connectorChange, connectorPlan } from '../../verbs/connectors-change.ts';
import type { PageDefinition, PageReply, PageRequest } from '../page.ts';
import { changeOf, valuesOf } from './change-form.ts';
import { connectorPath } from './parts.tsx';

type Found = { readonly view: ConnectorView; readonly source: DescribedSource };

/** Reads a connector that the person may change. */
const found = async ({ params, perform, ports }: PageRequest): Promise<Found | { readonly refusal: Refusal }> => {
  const name = params['name'] ?? '';
  const view = await ports.registry.connector(name);
  const planned = await perform(connectorPlan, { name, ...(view?.deleted && { clientId: view.settings.clientId }) });
  if (view === undefined) return { refusal: planned.ok ? unknownConnector : planned };
  if (!planned.ok && planned.code === 'Console.NotAllowed') return { refusal: planned };
  const source = ports.registry.source(view.source);
  return source === undefined ? { refusal: unknownConnector } : { view, source };
};

const unknownConnector: Refusal = {
  ok: false,
  status: 404,
  code: 'Registry.ConnectorUnknown',
  message: 'No connector has this name.',
};

const OneOf = (props: {
  readonly name: string;
  readonly legend: string;
  readonly hint?: string;
  readonly values: FormValues;
  readonly several?: boolean;
  readonly wrong?: string | undefined;
  readonly options: readonly (readonly [value: string, label: string, hint?: string])[];
}) => (
  <Choices
    name={props.name}
    legend={props.legend}
    hint={props.hint}
    wrong={props.wrong}
    several={props.several ?? false}
    choices={props.options.map(([value, label, hint]) => ({
      value,
      label,
      hint,
      chosen: isChosen(props.values, props.name, value),
    }))}
  />
);

const offers = [
  ['tenant', 'Everybody', 'Grants for all people of the tenant, which two people give.'],
  ['group', 'Groups', 'Grants for the people of one group, which its owner gives.'],
  ['self', 'Own accounts', 'People connect their own account.'],
] as const;

const mailboxes = [
  ['entra', 'Microsoft Entra ID', 'All mailboxes of the tenant.'],
  ['exchange-rbac', 'Exchange Online', 'Only mailboxes that an Exchange role opens.'],
] as const;

const Fields = ({ view, source, values, wrong = {} }: Found & FieldsMore) => (
  <>
    <input type="hidden" name="version" value={fieldOf(values, 'version')} />
    <Field
      name="tenantId"
      label="Tenant ID"
      value={fieldOf(values, 'tenantId')}
      wrong={wrong['tenantId']}
      hint="Of the Microsoft 365 tenant: a GUID."
    />
    <Field
      name="clientId"
      label="Client ID"
      value={fieldOf(values, 'clientId')}
      wrong={wrong['clientId']}
      hint="Of the connector’s own Entra application: a GUID, never a client secret."
    />
    <OneOf name="offered" legend="Offered to" several values={values} options={offers} wrong={wrong['offered']} />
    {source.extras.length > 0 && (
      <OneOf
        name="extras"
        legend="Extras"
        hint="Each needs a permission more."
        several
        values={values}
        wrong={wrong['extras']}
        options={source.extras.map(({ id, title, summary }) => [id, title, summary])}
      />
    )}
    {source.narrower.length > 0 && (
      <OneOf
        name="narrow"
        legend="Narrower permissions"
        several
        values={values}
        wrong={wrong['narrow']}
        options={source.narrower.map(({ use, instead, loses }) => [use, `${use} in place of ${instead}`, loses])}
      />
    )}
    {source.variants.length > 0 && (
      <OneOf
        name="variants"
        legend="Variants of the rules"
        several
        values={values}
        wrong={wrong['variants']}
        options={source.variants.map(({ name, summary }) => [name, name, summary])}
      />
    )}
    {source.inExchange.length > 0 && (
      <OneOf
        name="mailboxAccess"
        legend="Mailbox permissions are granted in"
        values={values}
        wrong={wrong['mailboxAccess']}
        options={mailboxes}
      />
    )}
    <OneOf
      name="enabled"
      legend="Serves calls"
      values={values}
      wrong={wrong['enabled']}
      options={[
        ['yes', 'Yes'],
        ['no', 'No: AWS refuses every call'],
      ]}
    />
    <Field
      name="memory"
      label="Memory in MB"
      type="number"
      required
      value={fieldOf(values, 'memory')}
      wrong={wrong['memory']}
    />
    <Field
      name="timeout"
      label="Timeout in seconds"
      type="number"
      required
      value={fieldOf(values, 'timeout')}
      wrong={wrong['timeout']}
    />
    <Field
      name="reservedConcurrency"
      label="Most calls at the same time"
      type="number"
      value={fieldOf(values, 'reservedConcurrency')}
      wrong={wrong['reservedConcurrency']}
    />
    <Field
      name="publicUrl"
      label="Public URL"
      type="url"
      value={fieldOf(values, 'publicUrl')}
      wrong={wrong['publicUrl']}
      hint={`The origin that callers use, if ${view.name} is behind a domain of yours.`}
    />
  </>
);

type FieldsMore = { readonly values: FormValues; readonly wrong?: Readonly<Record<string, string>> | undefined };

const secretAdvice =
  'Connectors sign in with a federated credential, so there is nothing to store. Delete the secret in Entra, and copy the values below into a federated credential of the application.';

const changeForm = ({ view, source }: Found, { form }: PageRequest, refusal?: Refusal): PageReply => {
  const isSecret = refusal !== undefined && /SecretNotWanted$/.test(refusal.code);
  const typed = form.size > 0 ? form : valuesOf(view);
  // A refused secret isn't written into the page again.
  const values = isSecret ? new Map([...typed].filter(([name]) => refusal.fields?.[name] === undefined)) : typed;
  const { issuer, subject, audience } = view.federated;
  return {
    title: `Change ${view.title}`,
    status: refusal?.status ?? 200,
    body: (
      <>
        <p>
          The next page shows what changes, who must consent again, and what needs a deployment. Nothing changes before.
        </p>
        {view.deleted && (
          <Note warning>
            <p>This connector was deleted. Enter its client ID to configure it again. No former grant comes back.</p>
          </Note>
        )}
        <Refused refusal={refusal} {...(isSecret && { advice: secretAdvice })} />
        <Form action={connectorPath(view.name, 'change')} submit="Show the plan" back={connectorPath(view.name)}>
          <Fields view={view} source={source} values={values} wrong={refusal?.fields} />
        </Form>
        <h2>Federated credential</h2>
        <p>
          Graphveil takes no client secret of the tenant: it would be a key to everybody’s data. The application trusts
          this federated credential instead.
        </p>
        <Copied id="issuer" label="Issuer" value={issuer} />
        <Copied id="subject" label="Subject" value={subject} />
        <Copied id="audience" label="Audience" value={audience} />
      </>
    ),
  };
};

const fieldNames: Readonly<Record<string, string>> = {
  tenantId: 'Tenant ID',
  clientId: 'Client ID',
  offered: 'Offered to',
  enabled: 'Serves calls',
  variants: 'Variants',
  extras: 'Extras',
  narrow: 'Narrower permissions',
  mailboxAccess: 'Mailbox permissions',
  memory: 'Memory in MB',
  timeout: 'Timeout in seconds',
  reservedConcurrency: 'Most calls at the same time',
  publicUrl: 'Public URL',
};

const Consequences = ({ plan }: { readonly plan: ChangePlanView }) => (
  <ul>
    <li>{plan.requiresReconnect ? 'People with a connection must connect again.' : 'Nobody must connect again.'}</li>
    <li>
      {plan.requiresConsent
        ? 'The administrator of the tenant must consent again.'
        : 'No new consent of the administrator is needed.'}
    </li>
    {plan.permissions.added.length > 0 && <li>New permissions: {plan.permissions.added.join(', ')}</li>}
    {plan.permissions.removed.length > 0 && <li>Permissions that go: {plan.permissions.removed.join(', ')}</li>}
    {plan.keepingGrants.length > 0 && (
      <li>
        {counted(plan.keepingGrants.length, 'grant')} of{' '}
        {[...new Set(plan.keepingGrants.map(({ client }) => client))].join(', ')} keep their permissions until an owner
        gives them again.
      </li>
    )}
  </ul>
);

const Deployment = ({ plan }: { readonly plan: ChangePlanView }) =>
  plan.requiresDeployment === undefined ? null : (
    <>
      <h2>Needs a deployment</h2>
      <p>
        Change these lines of <code>{plan.requiresDeployment.file}</code>, then run{' '}
        <code>{plan.requiresDeployment.command}</code>:
      </p>
      <Code text={plan.requiresDeployment.lines} />
    </>
  );

/** The values of the form again, out of sight, so that *Apply* sends them. */
const Hidden = ({ values }: { readonly values: FormValues }) => (
  <>
    {[...values].flatMap(([name, all]) =>
      name === '_csrf' ? [] : all.map((value) => <input type="hidden" name={name} value={value} />),
    )}
  </>
);

const planPage = ({ view }: Found, plan: ChangePlanView, values: FormValues, refusal?: Refusal): PageReply => {
  const atOnce = plan.changes.filter(({ effect }) => effect === 'at-once').length;
  return {
    title: `Plan for ${view.title}`,
    status: refusal?.status ?? 200,
    body: (
      <>
        <Refused refusal={refusal} />
        {plan.changes.length === 0 ? (
          <p>Nothing changes.</p>
        ) : (
          <>
            <Table
              head={['Setting', 'Now', 'Then', 'Takes effect', 'Why it matters']}
              rows={plan.changes.map(({ field, before, after, effect, because }) => [
                fieldNames[field] ?? field,
                before,
                after,
                effect === 'at-once' ? 'with Apply' : 'with a deployment',
                because ?? '',
              ])}
            />
            <Consequences plan={plan} />
            <Deployment plan={plan} />
          </>
        )}
        {atOnce > 0 ? (
          <Form action={connectorPath(view.name, 'apply')} submit="Apply" back={connectorPath(view.name, 'change')}>
            <Hidden values={values} />
          </Form>
        ) : (
          <p class="actions">
            <a class="button quiet" href={connectorPath(view.name, 'change')}>
              Back
            </a>
          </p>
        )}
      </>
    ),
  };
};

/** Shows the form, or the plan of a form that was sent. */
const planOf = async (request: PageRequest, refusal?: Refusal): Promise<PageReply> => {
  const connector = await found(request);
  if ('refusal' in connector) return connector;
  const { form, perform } = request;
  const planned = await perform(connectorPlan, { ...changeOf(form), name: connector.view.name });
  return planned.ok ? planPage(connector, planned.value, form, refusal) : changeForm(connector, request, planned);
};

const change: PageDefinition = {
  verb: 'connector.plan',
  method: 'post',
  path: '/connectors/:name/change',
  handle: (request) => planOf(request),
};

const apply: PageDefinition = {
  verb: 'connector.change',
  method: 'post',
  path: '/connectors/:name/apply',
  handle: async (request) => {
    const { form, params, perform } = request;
    const name = params['name'] ?? '';
    const applied = await perform(connectorChange, { ...changeOf(form), name, version: fieldOf(form, 'version') });
    if (applied.ok) return { go: connectorPath(name) };
    return planOf(request, applied);
  },
};

export const connectorChangePages: readonly PageDefinition[] = [
  {
    ...change,
    method: 'get',
    handle: async (request) => {
      const connector = await found(request);
      return 'refusal' in connector ? connector : changeForm(connector, request);
    },
  },
  change,
  // A form that was sent after its session ended comes back here.
  {
    ...apply,
    method: 'get',
    handle: async (request) =>
      request.form.size > 0 ? planOf(request) : { go: connectorPath(request.params['name'] ?? '', 'change') },
  },
  apply,
];

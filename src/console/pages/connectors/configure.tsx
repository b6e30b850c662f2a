import type { Refusal } from '../../outcome.ts';
import { Copied, Field, Form, type FormValues, fieldOf, Refused } from '../../ui/form.tsx';
import { Code, Note } from '../../ui/parts.tsx';
import type { ShownConnector } from '../../verbs/connector-view.ts';
import { connectorShow } from '../../verbs/connectors.ts';
import { type ChangePlanView, connectorChange } from '../../verbs/connectors-change.ts';
import type { PageDefinition, PageReply } from '../page.ts';
import { pathOf } from './view-parts.tsx';

/** Shows only the beginning of a GUID again. Any other pasted text can be a secret. */
const shownAgain = (text: string): string => (/^[0-9a-f-]{0,36}$/i.test(text.trim()) ? text.trim() : '');

const formPage = (connector: ShownConnector, values: FormValues, refusal?: Refusal): PageReply => {
  const { settings, federated } = connector;
  const wrong = refusal?.fields ?? {};
  const typed = (name: 'tenantId' | 'clientId'): string =>
    values.has(name) ? shownAgain(fieldOf(values, name)) : (settings[name] ?? '');
  const secretHint =
    fieldOf(values, 'clientId') !== '' && typed('clientId') === ''
      ? 'The value that you pasted isn’t an ID. If it was a client secret, delete it in Entra: Graphveil takes none and kept nothing of it.'
      : undefined;
  return {
    title: `Configure ${connector.title}`,
    status: refusal?.status ?? 200,
    body: (
      <>
        <p class="path">
          <a href={pathOf(connector.name)}>{connector.title}</a>
        </p>
        <Refused refusal={refusal} />
        <h2>1. In Entra</h2>
        <p>
          Register an application, and add a federated credential with these three values. It replaces a client secret:
          the application trusts this connector’s own role, so there is nothing to store here and nothing that could
          leak.
        </p>
        <Copied id="issuer" label="Issuer" value={federated.issuer} />
        <Copied id="subject" label="Subject" value={federated.subject} />
        <Copied id="audience" label="Audience" value={federated.audience} />
        <h2>2. Here</h2>
        <Form action={pathOf(connector.name, 'configure')} submit="Configure" back={pathOf(connector.name)}>
          <input
            type="hidden"
            name="version"
            value={refusal === undefined ? connector.version : fieldOf(values, 'version')}
          />
          <Field
            name="tenantId"
            label="Tenant ID"
            required
            value={typed('tenantId')}
            wrong={wrong['tenantId']}
            hint="Directory (tenant) ID on the overview of the application."
          />
          <Field
            name="clientId"
            label="Application (client) ID"
            required
            value={typed('clientId')}
            wrong={wrong['clientId'] && (secretHint ?? wrong['clientId'])}
            hint="On the same page. Not the value of a client secret: none is needed, and none is taken."
          />
        </Form>
      </>
    ),
  };
};

const deploymentPage = (connector: ShownConnector, plan: ChangePlanView): PageReply => ({
  title: `Configure ${connector.title}`,
  body: (
    <>
      <Note>
        <p>This takes effect with a deployment. Put these lines into {plan.requiresDeployment?.file}, and deploy.</p>
      </Note>
      <Code text={plan.requiresDeployment?.lines ?? ''} />
      <Code text={plan.requiresDeployment?.command ?? ''} />
      <p class="actions">
        <a class="button quiet" href={pathOf(connector.name)}>
          Back
        </a>
      </p>
    </>
  ),
});

const show: PageDefinition = {
  verb: 'connector.change',
  method: 'get',
  path: '/connectors/:name/configure',
  handle: async ({ params, form, perform }) => {
    const found = await perform(connectorShow, { name: params['name'] });
    return found.ok ? formPage(found.value, form) : { refusal: found };
  },
};

/** The IDs of a form. A field with a credential's name is refused, so its value isn't read. */
const changeOf = (form: FormValues): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...form].flatMap(([name]) => {
      if (name === 'tenantId' || name === 'clientId') return [[name, fieldOf(form, name).trim()]];
      return /secret|password|certificate|key|token/i.test(name) ? [[name, '']] : [];
    }),
  );

const conflicts = new Set(['Registry.ChangedMeanwhile', 'Console.ChangedMeanwhile']);

const configure: PageDefinition = {
  ...show,
  method: 'post',
  handle: async ({ params, form, perform }) => {
    const found = await perform(connectorShow, { name: params['name'] });
    if (!found.ok) return { refusal: found };
    const connector = found.value;
    const { name } = connector;
    const applied = await perform(connectorChange, { name, version: fieldOf(form, 'version'), ...changeOf(form) });
    // After a conflict the form is for the version of now, so that the person can decide again.
    if (!applied.ok && conflicts.has(applied.code))
      return formPage(connector, new Map([...form, ['version', [String(connector.version)]]]), applied);
    if (!applied.ok) return formPage(connector, form, applied);
    return applied.value.plan.requiresDeployment === undefined
      ? { go: pathOf(name) }
      : deploymentPage(connector, applied.value.plan);
  },
};

export const configurePages: readonly PageDefinition[] = [show, configure];

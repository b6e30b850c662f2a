import type { Permission } from '../../../access/index.ts';
import type { Refusal } from '../../outcome.ts';
import { Field, Form, type FormValues, fieldOf, Refused } from '../../ui/form.tsx';
import type { ClientView } from '../../verbs/client-view.ts';
import { clientChange, clientShow } from '../../verbs/clients.ts';
import type { PageDefinition, PageReply } from '../page.ts';
import { pathOf } from './parts.tsx';
import { Permissions } from './register.tsx';

/** Numbers of the credentials in the form: those of the client, and a new one. */
const numbers = (client: ClientView): readonly number[] =>
  Array.from({ length: Math.min(20, client.federated.length + 1) }, (_, index) => index);

const valuesOf = (client: ClientView): FormValues =>
  new Map<string, readonly string[]>([
    ['version', [String(client.version)]],
    ['contact', [client.contact ?? '']],
    ['permissions', client.permissions],
    ...client.federated.flatMap(({ issuer, subject, audience }, index): [string, readonly string[]][] => [
      [`issuer-${index}`, [issuer]],
      [`subject-${index}`, [subject]],
      [`audience-${index}`, [audience]],
    ]),
  ]);

type Credential = { readonly issuer: string; readonly subject: string; readonly audience?: string };

/** The credentials of a form. One without an issuer and a subject isn't there. */
const credentialsIn = (form: FormValues): readonly Credential[] =>
  [...form.keys()].flatMap((name) => {
    const index = /^issuer-(\d{1,2})$/.exec(name)?.[1];
    if (index === undefined) return [];
    const [issuer, subject, audience] = ['issuer', 'subject', 'audience'].map((field) =>
      fieldOf(form, `${field}-${index}`).trim(),
    );
    return issuer || subject ? [{ issuer: issuer ?? '', subject: subject ?? '', ...(audience && { audience }) }] : [];
  });

type Props = {
  readonly client: ClientView;
  readonly permissions: readonly Permission[];
  readonly values: FormValues;
  readonly refusal?: Refusal | undefined;
};

const Credentials = ({ client, values, refusal }: Props) => (
  <>
    <h2 id="federated">Federated credentials</h2>
    {refusal?.fields?.['federated'] !== undefined && <p class="wrong">{refusal.fields['federated']}</p>}
    <p>Empty fields take a credential away. Every access token of the client ends when one changes.</p>
    {numbers(client).map((index) => (
      <fieldset>
        <legend>{index < client.federated.length ? `Credential ${index + 1}` : 'New credential'}</legend>
        <Field name={`issuer-${index}`} label="Issuer" value={fieldOf(values, `issuer-${index}`)} />
        <Field name={`subject-${index}`} label="Subject" value={fieldOf(values, `subject-${index}`)} />
        <Field
          name={`audience-${index}`}
          label="Audience"
          value={fieldOf(values, `audience-${index}`)}
          hint="Empty means api://graphveil."
        />
      </fieldset>
    ))}
  </>
);

const formPage = (props: Props): PageReply => {
  const { client, values, refusal } = props;
  return {
    title: `Change ${client.name}`,
    status: refusal?.status ?? 200,
    body: (
      <>
        <Refused refusal={refusal} />
        <Form action={pathOf(client.id, 'change')} submit="Change" back={pathOf(client.id)}>
          <input type="hidden" name="version" value={fieldOf(values, 'version')} />
          <Field
            name="contact"
            label="Contact"
            value={fieldOf(values, 'contact')}
            wrong={refusal?.fields?.['contact']}
            hint="Whom to ask about the tool: a team or a mailbox."
          />
          <h2>Permissions</h2>
          <p>A permission that a grant holds can’t be taken away before the grant ends.</p>
          <Permissions permissions={props.permissions} values={values} refusal={refusal} />
          <Credentials {...props} />
        </Form>
      </>
    ),
  };
};

const show: PageDefinition = {
  verb: 'client.change',
  method: 'get',
  path: '/clients/:id/change',
  handle: async ({ params, form, ports, perform }) => {
    const found = await perform(clientShow, { id: params['id'] });
    if (!found.ok) return { refusal: found };
    const client = found.value;
    const values = form.size > 0 ? form : valuesOf(client);
    return formPage({ client, permissions: await ports.permissions(), values });
  },
};

const sameCredentials = (client: ClientView, given: readonly Credential[]): boolean =>
  JSON.stringify(client.federated.map(({ issuer, subject, audience }) => [issuer, subject, audience])) ===
  JSON.stringify(given.map(({ issuer, subject, audience }) => [issuer, subject, audience ?? 'api://graphveil']));

/** The form for the present client, with the typed values. An empty field doesn't take away a value that somebody else added. */
const againFor = (client: ClientView, form: FormValues): FormValues =>
  new Map([
    ...valuesOf(client),
    ...[...form].filter(([name, values]) => name !== 'version' && values.some((value) => value !== '')),
  ]);

const change: PageDefinition = {
  ...show,
  method: 'post',
  handle: async ({ params, form, ports, perform }) => {
    const found = await perform(clientShow, { id: params['id'] });
    if (!found.ok) return { refusal: found };
    const client = found.value;
    const federated = credentialsIn(form);
    const changed = await perform(clientChange, {
      id: client.id,
      version: fieldOf(form, 'version'),
      contact: fieldOf(form, 'contact'),
      permissions: form.get('permissions') ?? [],
      ...(!sameCredentials(client, federated) && { federated }),
    });
    if (changed.ok) return { go: pathOf(client.id) };
    const values = changed.code === 'Console.ChangedMeanwhile' ? againFor(client, form) : form;
    return formPage({ client, permissions: await ports.permissions(), values, refusal: changed });
  },
};

export const clientChangePages: readonly PageDefinition[] = [show, change];

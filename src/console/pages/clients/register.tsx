import type { Permission } from '../../../access/index.ts';
import type { Refusal } from '../../outcome.ts';
import { Choices, Field, Form, type FormValues, fieldOf, isChosen, Refused } from '../../ui/form.tsx';
import { clientCreate } from '../../verbs/clients.ts';
import type { PageDefinition, PageReply } from '../page.ts';
import { ShownOnce } from './parts.tsx';

type FormProps = {
  readonly permissions: readonly Permission[];
  readonly values: FormValues;
  readonly refusal?: Refusal | undefined;
};

const byConnector = (permissions: readonly Permission[]): ReadonlyMap<string, readonly Permission[]> => {
  const groups = new Map<string, Permission[]>();
  for (const permission of permissions)
    groups.set(permission.connector, [...(groups.get(permission.connector) ?? []), permission]);
  return groups;
};

/** Check boxes for permissions, folded by connector. */
export const Permissions = ({ permissions, values, refusal }: FormProps) => (
  <div id="permissions">
    {refusal?.fields?.['permissions'] !== undefined && <p class="wrong">{refusal.fields['permissions']}</p>}
    {[...byConnector(permissions)].map(([connector, own]) => (
      <details open={own.some(({ name }) => isChosen(values, 'permissions', name))}>
        <summary>{connector}</summary>
        <Choices
          name="permissions"
          id={`permissions-${connector}`}
          legend={`Permissions of ${connector}`}
          several
          choices={own.map(({ name, reason }) => ({
            value: name,
            label: name.slice(connector.length + 1),
            hint: reason,
            chosen: isChosen(values, 'permissions', name),
          }))}
        />
      </details>
    ))}
  </div>
);

const RegisterForm = ({ permissions, values, refusal }: FormProps) => {
  const wrong = refusal?.fields ?? {};
  const signIn = fieldOf(values, 'signIn') || 'federated';
  return (
    <>
      <Refused refusal={refusal} />
      <Form action="/clients/new" submit="Register" back="/clients">
        <Field
          name="name"
          label="Name"
          required
          value={fieldOf(values, 'name')}
          wrong={wrong['name']}
          hint="Lower-case letters, digits and hyphens. Owners of groups see it when they decide."
        />
        <Field
          name="contact"
          label="Contact"
          value={fieldOf(values, 'contact')}
          wrong={wrong['contact']}
          hint="Whom to ask about the tool: a team or a mailbox."
        />
        <h2>Permissions</h2>
        <p>Grants of the client never hold more than this. Nothing is read before somebody gives a grant.</p>
        <Permissions permissions={permissions} values={values} refusal={refusal} />
        <h2>How it signs in</h2>
        <Choices
          name="signIn"
          legend="Credential"
          wrong={wrong['signIn']}
          several={false}
          choices={[
            {
              value: 'federated',
              label: 'Federated credential (recommended)',
              hint: 'The tool sends a token of its own platform, such as GitHub Actions, Kubernetes or Entra. Nobody has to keep a secret.',
              chosen: signIn === 'federated',
            },
            {
              value: 'secret',
              label: 'Secret',
              hint: 'Shown once after you register. Leave the three fields below empty.',
              chosen: signIn === 'secret',
            },
          ]}
        />
        <Field
          name="issuer"
          label="Issuer"
          value={fieldOf(values, 'issuer')}
          wrong={wrong['issuer']}
          hint="The iss claim of its platform’s tokens, for example https://token.actions.githubusercontent.com"
        />
        <Field
          name="subject"
          label="Subject"
          value={fieldOf(values, 'subject')}
          wrong={wrong['subject']}
          hint="Their sub claim, for example repo:contoso/insights:ref:refs/heads/main"
        />
        <Field
          name="audience"
          label="Audience"
          value={fieldOf(values, 'audience')}
          wrong={wrong['audience']}
          hint="Their aud claim. Empty means api://graphveil."
        />
      </Form>
    </>
  );
};

const formPage = (props: FormProps): PageReply => ({
  title: 'Register a client',
  status: props.refusal?.status ?? 200,
  body: <RegisterForm {...props} />,
});

const show: PageDefinition = {
  verb: 'client.create',
  method: 'get',
  path: '/clients/new',
  handle: async ({ ports, form }) => formPage({ permissions: await ports.permissions(), values: form }),
};

const register: PageDefinition = {
  verb: 'client.create',
  method: 'post',
  path: '/clients/new',
  handle: async ({ ports, form, perform }) => {
    const made = await perform(clientCreate, {
      name: fieldOf(form, 'name'),
      contact: fieldOf(form, 'contact'),
      permissions: form.get('permissions') ?? [],
      signIn: fieldOf(form, 'signIn') || 'federated',
      issuer: fieldOf(form, 'issuer'),
      subject: fieldOf(form, 'subject'),
      audience: fieldOf(form, 'audience'),
    });
    if (!made.ok) return formPage({ permissions: await ports.permissions(), values: form, refusal: made });
    return {
      title: `Registered ${made.value.client.name}`,
      body: (
        <>
          <p>The client can do nothing yet: it needs a grant.</p>
          <ShownOnce shown={made.value} />
        </>
      ),
    };
  },
};

export const registerPages: readonly PageDefinition[] = [show, register];

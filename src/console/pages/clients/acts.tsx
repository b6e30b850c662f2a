import type { Refusal } from '../../outcome.ts';
import { Field, Form, type FormValues, fieldOf, Refused } from '../../ui/form.tsx';
import { counted, Note } from '../../ui/parts.tsx';
import type { ClientView } from '../../verbs/client-view.ts';
import { clientDelete, clientEndSecret, clientRotate, clientShow } from '../../verbs/clients.ts';
import type { PageDefinition, PageReply, PageRequest } from '../page.ts';
import { pathOf, ShownOnce } from './parts.tsx';

/** Shows a form about a client, whom the person may see. */
const about =
  (make: (client: ClientView, request: PageRequest, refusal?: Refusal) => PageReply, refusal?: Refusal) =>
  async (request: PageRequest): Promise<PageReply> => {
    const found = await request.perform(clientShow, { id: request.params['id'] });
    return found.ok ? make(found.value, request, refusal) : { refusal: found };
  };

const rotateForm = (client: ClientView, { form }: PageRequest, refusal?: Refusal): PageReply => ({
  title: `Make a new secret for ${client.name}`,
  status: refusal?.status ?? 200,
  body: (
    <>
      <p>The new secret is shown once. The former one goes on for some hours, so that the tool can change over.</p>
      <Refused refusal={refusal} />
      <Form action={pathOf(client.id, 'rotate')} submit="Make a new secret" back={pathOf(client.id)}>
        <Field
          name="overlapHours"
          label="Hours until the former secret ends"
          type="number"
          required
          value={fieldOf(form, 'overlapHours') || '24'}
          wrong={refusal?.fields?.['overlapHours']}
          hint="0 to 168. With 0 it ends now."
        />
      </Form>
    </>
  ),
});

const rotate: PageDefinition = {
  verb: 'client.rotate',
  method: 'post',
  path: '/clients/:id/rotate',
  handle: async (request) => {
    const made = await request.perform(clientRotate, {
      id: request.params['id'],
      overlapHours: fieldOf(request.form, 'overlapHours'),
    });
    if (!made.ok) return about(rotateForm, made)(request);
    return { title: `New secret of ${made.value.client.name}`, body: <ShownOnce shown={made.value} /> };
  },
};

const typedName = (values: FormValues): string => fieldOf(values, 'name').trim();

const deleteForm = (client: ClientView, { form }: PageRequest, refusal?: Refusal): PageReply => ({
  title: `Delete ${client.name}`,
  status: refusal?.status ?? 200,
  body: (
    <>
      <Note warning>
        <p>
          This ends {counted(client.secrets.length, 'secret')}, {counted(client.grants, 'grant')} and every token of the
          client at its next call. It can’t be undone.
        </p>
      </Note>
      <Refused refusal={refusal} />
      <Form action={pathOf(client.id, 'delete')} submit="Delete" danger back={pathOf(client.id)}>
        <Field
          name="name"
          label={`Type ${client.name} to confirm`}
          required
          value={fieldOf(form, 'name')}
          wrong={refusal?.fields?.['name']}
        />
      </Form>
    </>
  ),
});

const unlike = (client: ClientView): Refusal => ({
  ok: false,
  status: 400,
  code: 'Console.InputInvalid',
  message: 'Some fields need a correction.',
  fields: { name: `Type ${client.name}, exactly.` },
});

const remove: PageDefinition = {
  verb: 'client.delete',
  method: 'post',
  path: '/clients/:id/delete',
  handle: async (request) => {
    const found = await request.perform(clientShow, { id: request.params['id'] });
    if (!found.ok) return { refusal: found };
    if (typedName(request.form) !== found.value.name) return deleteForm(found.value, request, unlike(found.value));
    const deleted = await request.perform(clientDelete, { id: found.value.id });
    return deleted.ok ? { go: '/clients' } : { refusal: deleted };
  },
};

const endForm = (client: ClientView, { params }: PageRequest): PageReply => ({
  title: `End a secret of ${client.name}`,
  body: (
    <>
      <Note warning>
        <p>
          The secret <code>{params['secretId']}</code> ends now, with every access token of the client. The tool gets
          new tokens with its other credentials.
        </p>
      </Note>
      <Form
        action={pathOf(client.id, `secrets/${params['secretId']}/end`)}
        submit="End this secret"
        danger
        back={pathOf(client.id)}
      />
    </>
  ),
});

const end: PageDefinition = {
  verb: 'client.end-secret',
  method: 'post',
  path: '/clients/:id/secrets/:secretId/end',
  handle: async ({ params, perform }) => {
    const ended = await perform(clientEndSecret, { id: params['id'], secretId: params['secretId'] });
    return ended.ok ? { go: pathOf(ended.value.id) } : { refusal: ended };
  },
};

export const clientActPages: readonly PageDefinition[] = [
  { ...rotate, method: 'get', handle: about(rotateForm) },
  rotate,
  { ...remove, method: 'get', handle: about(deleteForm) },
  remove,
  { ...end, method: 'get', handle: about(endForm) },
  end,
];

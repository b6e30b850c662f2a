import type { Refusal } from '../../outcome.ts';
import { Field, Form, fieldOf, Refused } from '../../ui/form.tsx';
import { Code, counted, Facts, Note, Table } from '../../ui/parts.tsx';
import {
  connectorCheck,
  connectorDelete,
  connectorPause,
  connectorPlanDelete,
  connectorResume,
  type RemovalPlanView,
} from '../../verbs/connectors-change.ts';
import type { PageDefinition, PageReply, PageRequest } from '../page.ts';
import { connectorPath } from './parts.tsx';

const nameOf = ({ params }: PageRequest): string => params['name'] ?? '';

const checkWords = { ok: 'in order', failed: 'fails', 'not-checked': 'not checked' } as const;
const checkNames = { keyring: 'Keyring', 'sign-in': 'Sign-in', consent: 'Consent', call: 'One call' } as const;

const check: PageDefinition = {
  verb: 'connector.check',
  method: 'post',
  path: '/connectors/:name/check',
  handle: async (request) => {
    const name = nameOf(request);
    const checked = await request.perform(connectorCheck, { name });
    if (!checked.ok) return { refusal: checked };
    return {
      title: `Check of ${name}`,
      body: (
        <>
          <Table
            head={['Check', 'Result', 'Details']}
            rows={checked.value.checks.map((each) => [checkNames[each.check], checkWords[each.state], each.says])}
          />
          <p class="actions">
            <a class="button" href={connectorPath(name)}>
              Back to the connector
            </a>
          </p>
        </>
      ),
    };
  },
};

const checkForm: PageDefinition = {
  ...check,
  method: 'get',
  handle: async (request) => ({
    title: `Check ${nameOf(request)}`,
    body: (
      <>
        <p>Checks the keyring, the sign-in, the consent and one call that names nobody, now. It takes some seconds.</p>
        <Form
          action={connectorPath(nameOf(request), 'check')}
          submit="Check now"
          back={connectorPath(nameOf(request))}
        />
      </>
    ),
  }),
};

const pauseForm = (request: PageRequest, refusal?: Refusal): PageReply => ({
  title: `Pause ${nameOf(request)}`,
  status: refusal?.status ?? 200,
  body: (
    <>
      <Note warning>
        <p>
          Every call is refused at once, with a token or without, until somebody resumes the connector. Grants and
          tokens stay.
        </p>
      </Note>
      <Refused refusal={refusal} />
      <Form
        action={connectorPath(nameOf(request), 'pause')}
        submit="Pause"
        danger
        back={connectorPath(nameOf(request))}
      >
        <Field
          name="reason"
          label="Reason"
          required
          value={fieldOf(request.form, 'reason')}
          wrong={refusal?.fields?.['reason']}
          hint="Everybody who sees the connector reads it, and the ledger keeps it."
        />
      </Form>
    </>
  ),
});

const pause: PageDefinition = {
  verb: 'connector.pause',
  method: 'post',
  path: '/connectors/:name/pause',
  handle: async (request) => {
    const name = nameOf(request);
    const paused = await request.perform(connectorPause, { name, reason: fieldOf(request.form, 'reason') });
    if (paused.ok) return { go: connectorPath(name) };
    return paused.fields === undefined ? { refusal: paused } : pauseForm(request, paused);
  },
};

const resume: PageDefinition = {
  verb: 'connector.resume',
  method: 'post',
  path: '/connectors/:name/resume',
  handle: async (request) => {
    const resumed = await request.perform(connectorResume, { name: nameOf(request) });
    return resumed.ok ? { go: connectorPath(nameOf(request)) } : { refusal: resumed };
  },
};

const resumeForm: PageDefinition = {
  ...resume,
  method: 'get',
  handle: async (request) => ({
    title: `Resume ${nameOf(request)}`,
    body: (
      <>
        <p>Calls are served again from the next one on, with the tokens and grants of before.</p>
        <Form action={connectorPath(nameOf(request), 'resume')} submit="Resume" back={connectorPath(nameOf(request))} />
      </>
    ),
  }),
};

const peopleText = (people: RemovalPlanView['people']): string =>
  people === undefined ? 'not known' : people === 'everybody' ? 'everybody of the tenant' : String(people);

const Counts = ({ plan }: { readonly plan: Omit<RemovalPlanView, 'confirm' | 'confirmUntil'> }) => (
  <Facts
    rows={[
      ['Clients that lose it', plan.clients.length === 0 ? 'none' : plan.clients.map(({ name }) => name).join(', ')],
      ['Grants that end', plan.grants],
      ['Grants that keep other connectors', plan.narrowedGrants],
      ['Refresh tokens that end', plan.refreshTokens],
      ['Groups', plan.groups.length],
      ['People', peopleText(plan.people)],
      ['Callers of the settings', plan.callers.join(', ') || 'none'],
    ]}
  />
);

/** Shows the plan of a removal, computed now. A plan that was confirmed with other counts is shown again. */
const deleteForm = async (request: PageRequest, refusal?: Refusal): Promise<PageReply> => {
  const name = nameOf(request);
  const planned = await request.perform(connectorPlanDelete, { name });
  if (!planned.ok) return { refusal: planned };
  const plan = planned.value;
  return {
    title: `Delete ${name}`,
    status: refusal?.status ?? 200,
    body: (
      <>
        <Note warning>
          <p>
            Every call is refused at once, with tokens that were issued before as well. {counted(plan.grants, 'grant')}{' '}
            and {counted(plan.refreshTokens, 'refresh token')} end and don’t come back. The ledger stays.
          </p>
        </Note>
        <Counts plan={plan} />
        <Refused refusal={refusal} />
        <Form action={connectorPath(name, 'delete')} submit="Delete" danger back={connectorPath(name)}>
          <input type="hidden" name="confirm" value={plan.confirm} />
          <Field
            name="name"
            label={`Type ${name} to confirm`}
            required
            value={fieldOf(request.form, 'name')}
            wrong={refusal?.fields?.['name']}
            hint="These counts can be confirmed for ten minutes."
          />
        </Form>
      </>
    ),
  };
};

const unlike = (name: string): Refusal => ({
  ok: false,
  status: 400,
  code: 'Console.InputInvalid',
  message: 'Some fields need a correction.',
  fields: { name: `Type ${name}, exactly.` },
});

const remove: PageDefinition = {
  verb: 'connector.delete',
  method: 'post',
  path: '/connectors/:name/delete',
  handle: async (request) => {
    const { form, perform } = request;
    const name = nameOf(request);
    if (fieldOf(form, 'name').trim() !== name) return deleteForm(request, unlike(name));
    const deleted = await perform(connectorDelete, { name, confirm: fieldOf(form, 'confirm') });
    if (!deleted.ok)
      return deleted.code === 'Registry.ConfirmationInvalid' ? deleteForm(request, deleted) : { refusal: deleted };
    const { removed } = deleted.value;
    return {
      title: `${name} is deleted`,
      body: (
        <>
          <p>It refuses every call now.</p>
          <Counts plan={removed} />
          <h2>Afterwards</h2>
          <p>
            Remove its entry from the settings, and run <code>{removed.command}</code>, which removes its function and
            its Entra application:
          </p>
          <Code text={removed.lines} />
          <p class="actions">
            <a class="button" href="/">
              Connectors
            </a>
          </p>
        </>
      ),
    };
  },
};

export const connectorActPages: readonly PageDefinition[] = [
  checkForm,
  check,
  { ...pause, method: 'get', handle: async (request) => pauseForm(request) },
  pause,
  resumeForm,
  resume,
  { ...remove, method: 'get', handle: (request) => deleteForm(request) },
  remove,
];

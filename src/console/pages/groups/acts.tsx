import type { Verb } from '../../../access/index.ts';
import type { Outcome, Refusal } from '../../outcome.ts';
import { Choices, Field, Form, fieldOf, Refused } from '../../ui/form.tsx';
import {
  grantConfirm,
  grantEnd,
  grantRegenerate,
  grantResume,
  grantReview,
  grantSuspend,
} from '../../verbs/grants/decisions.ts';
import { requestDecline } from '../../verbs/grants/groups.ts';
import type { PageDefinition, PageReply, PageRequest } from '../page.ts';
import { Handed } from './handed.tsx';
import { groupPath } from './parts.tsx';

type Act = {
  readonly verb: Verb;
  readonly title: string;
  readonly submit: string;
  readonly danger?: boolean;
  readonly text: string;
  readonly run: (request: PageRequest, input: object) => Promise<Outcome<unknown>>;
};

const acts: Readonly<Record<string, Act>> = {
  confirm: {
    verb: 'grant.confirm',
    title: 'Confirm a suspended grant',
    submit: 'Confirm',
    text: 'The grant goes on, and you vouch for it from now on. Look first at who is in the group: the client reads about everybody in it.',
    run: ({ perform }, input) => perform(grantConfirm, input),
  },
  review: {
    verb: 'grant.review',
    title: 'Review a grant',
    submit: 'It is still needed',
    text: 'The grant goes on, and you are asked again in 90 days. If it isn’t needed any longer, end it.',
    run: ({ perform }, input) => perform(grantReview, input),
  },
  suspend: {
    verb: 'grant.suspend',
    title: 'Suspend a grant',
    submit: 'Suspend',
    danger: true,
    text: 'Calls with this grant are refused at once. A privacy officer can let it go on.',
    run: ({ perform }, input) => perform(grantSuspend, input),
  },
  resume: {
    verb: 'grant.resume',
    title: 'Let a grant go on',
    submit: 'Let it go on',
    text: 'Calls with this grant are accepted again, at once.',
    run: ({ perform }, input) => perform(grantResume, input),
  },
  end: {
    verb: 'grant.end',
    title: 'End a grant',
    submit: 'End the grant',
    danger: true,
    text: 'The grant ends with its tokens, at once. It can’t be undone; you can give access again.',
    run: ({ perform }, input) => perform(grantEnd, input),
  },
};

const choiceOf = ({ params }: PageRequest) => ({ client: params['client'], grant: params['grant'] });
const pathOf = ({ params }: PageRequest, act: string): string =>
  `/grants/${params['client']}/${params['grant']}/${act}`;

const actForm =
  (act: string, { title, submit, danger = false, text }: Act, refusal?: Refusal) =>
  async (request: PageRequest): Promise<PageReply> => ({
    title,
    status: refusal?.status ?? 200,
    body: (
      <>
        <Refused refusal={refusal} />
        <p>{text}</p>
        <Form action={pathOf(request, act)} submit={submit} danger={danger} back="/groups" />
      </>
    ),
  });

const actPages = Object.entries(acts).flatMap(([name, act]): readonly PageDefinition[] => {
  const path = `/grants/:client/:grant/${name}`;
  const send = async (request: PageRequest): Promise<PageReply> => {
    const done = await act.run(request, choiceOf(request));
    return done.ok ? { go: '/groups' } : actForm(name, act, done)(request);
  };
  return [
    { verb: act.verb, method: 'get', path, handle: actForm(name, act) },
    { verb: act.verb, method: 'post', path, handle: send },
  ];
});

const regenerateForm =
  (refusal?: Refusal) =>
  async (request: PageRequest): Promise<PageReply> => ({
    title: 'Make a new code',
    status: refusal?.status ?? 200,
    body: (
      <>
        <Refused refusal={refusal} />
        <p>The former code and the former refresh token end at once, with their access tokens.</p>
        <Form action={pathOf(request, 'regenerate')} submit="Make it" danger back="/groups">
          <Choices
            name="hand"
            legend="How you pass it on"
            several={false}
            choices={[
              { value: 'claim', label: 'Claim code (recommended)', chosen: true },
              { value: 'refresh', label: 'Refresh token, shown to you once', chosen: false },
            ]}
          />
        </Form>
      </>
    ),
  });

const regenerate = async (request: PageRequest): Promise<PageReply> => {
  const hand = fieldOf(request.form, 'hand') || 'claim';
  const made = await request.perform(grantRegenerate, { ...choiceOf(request), hand });
  if (!made.ok) return regenerateForm(made)(request);
  const back = groupPath(made.value.grant.group ?? '');
  return { title: 'Pass it on', body: <Handed handed={made.value} origin={request.ports.origin} back={back} /> };
};

const declineForm =
  (refusal?: Refusal) =>
  async ({ params, form }: PageRequest): Promise<PageReply> => {
    const group = params['group'] ?? '';
    return {
      title: 'Decline a request',
      status: refusal?.status ?? 200,
      body: (
        <>
          <Refused refusal={refusal} />
          <Form
            action={groupPath(group, `decline/${params['client']}/${params['request']}`)}
            submit="Decline"
            back={groupPath(group)}
          >
            <Field
              name="answer"
              label="Answer for the developer"
              required
              lines={3}
              value={fieldOf(form, 'answer')}
              wrong={refusal?.fields?.['answer']}
            />
          </Form>
        </>
      ),
    };
  };

const decline = async (request: PageRequest): Promise<PageReply> => {
  const { group, client, request: id } = request.params;
  const answer = fieldOf(request.form, 'answer');
  const done = await request.perform(requestDecline, { group, client, request: id, answer });
  return done.ok ? { go: groupPath(group ?? '') } : declineForm(done)(request);
};

const regeneratePath = '/grants/:client/:grant/regenerate';
const declinePath = '/groups/:group/decline/:client/:request';

export const groupActPages: readonly PageDefinition[] = [
  ...actPages,
  { verb: 'grant.regenerate', method: 'get', path: regeneratePath, handle: regenerateForm() },
  { verb: 'grant.regenerate', method: 'post', path: regeneratePath, handle: regenerate },
  { verb: 'request.decline', method: 'get', path: declinePath, handle: declineForm() },
  { verb: 'request.decline', method: 'post', path: declinePath, handle: decline },
];

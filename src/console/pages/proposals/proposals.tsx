import { mayDo, type Verb } from '../../../access/index.ts';
import type { Outcome, Refusal } from '../../outcome.ts';
import { Form, fieldOf, Refused } from '../../ui/form.tsx';
import { Note, Table, Time } from '../../ui/parts.tsx';
import { Who } from '../../ui/who.tsx';
import { clientList } from '../../verbs/clients.ts';
import {
  proposalApprove,
  proposalCreate,
  proposalDecline,
  proposalList,
  proposalWithdraw,
} from '../../verbs/grants/proposals.ts';
import type { ProposalView } from '../../verbs/grants/views.ts';
import { Permissions } from '../clients/register.tsx';
import type { PageDefinition, PageReply, PageRequest } from '../page.ts';
import { ReasonAndDays } from '../requests/client-grants.tsx';

type Act = {
  readonly verb: Verb;
  readonly title: string;
  readonly submit: string;
  readonly danger?: boolean;
  readonly text: string;
  readonly run: (request: PageRequest, input: object) => Promise<Outcome<unknown>>;
};

const acts: Readonly<Record<'approve' | 'decline' | 'withdraw', Act>> = {
  approve: {
    verb: 'proposal.approve',
    title: 'Approve a grant for everybody',
    submit: 'Approve',
    danger: true,
    text: 'The client may then read about everybody of the tenant, within the rules. You are the second person; both names are in the ledger.',
    run: ({ perform }, input) => perform(proposalApprove, input),
  },
  decline: {
    verb: 'proposal.decline',
    title: 'Decline a proposal',
    submit: 'Decline',
    text: 'Nothing is granted. The administrator can propose less, or ask for groups.',
    run: ({ perform }, input) => perform(proposalDecline, input),
  },
  withdraw: {
    verb: 'proposal.withdraw',
    title: 'Take a proposal back',
    submit: 'Take it back',
    text: 'Nothing is granted.',
    run: ({ perform }, input) => perform(proposalWithdraw, input),
  },
};

const linksOf = ({ actor }: PageRequest, { own, state, client, id }: ProposalView) =>
  state !== 'open'
    ? []
    : Object.entries(acts)
        .filter(([, { verb }]) => mayDo(actor, verb, own ? 'own' : 'other'))
        .map(([act, { submit }]) => ({ href: `/proposals/${client}/${id}/${act}`, submit }));

const states = { open: 'waits', approved: 'approved', declined: 'declined', withdrawn: 'taken back' } as const;

const show = async (request: PageRequest): Promise<PageReply> => {
  const { actor, perform } = request;
  const found = await perform(proposalList, {});
  if (!found.ok) return { refusal: found };
  const { proposals } = found.value;
  const clients = mayDo(actor, 'proposal.create', 'none') ? await perform(clientList, {}) : undefined;
  return {
    title: 'Grants for everybody',
    body: (
      <>
        <p>
          A grant for everybody of the tenant needs two people: an administrator proposes it, and a privacy officer
          approves it. A grant for one group needs only its owner.
        </p>
        {proposals.length === 0 ? (
          <p>No proposal of the last 30 days.</p>
        ) : (
          <Table
            head={['Client', 'Permissions', 'Days', 'Reason', 'Proposed', 'State']}
            rows={proposals.map((proposal) => [
              proposal.clientName,
              proposal.permissions.join(', '),
              proposal.days,
              proposal.reason,
              <>
                <Time at={proposal.at} /> by <Who id={proposal.by} me={actor.id} />
              </>,
              <>
                {states[proposal.state]}
                {linksOf(request, proposal).map(({ href, submit }) => (
                  <>
                    {' · '}
                    <a href={href}>{submit}</a>
                  </>
                ))}
              </>,
            ])}
          />
        )}
        {clients?.ok === true && clients.value.clients.length > 0 && (
          <>
            <h2>Propose a grant</h2>
            <Table
              head={['Client', 'Act']}
              rows={clients.value.clients.map(({ id, name }) => [
                name,
                <a href={`/proposals/new/${id}`}>Propose one for {name}</a>,
              ])}
            />
          </>
        )}
      </>
    ),
  };
};

const form =
  (refusal?: Refusal) =>
  async ({ params, perform, ports, form: values }: PageRequest): Promise<PageReply> => {
    const found = await perform(clientList, {});
    if (!found.ok) return { refusal: found };
    const client = found.value.clients.find(({ id }) => id === params['client']);
    const known = (await ports.permissions()).filter(({ name }) => client?.permissions.includes(name) === true);
    return {
      title: `Propose a grant for everybody to ${client?.name ?? 'a client'}`,
      status: refusal?.status ?? 200,
      body: (
        <>
          <Note warning>
            <p>The client would read about everybody of the tenant. Ask first whether groups are enough.</p>
          </Note>
          <Refused refusal={refusal} />
          <Form action={`/proposals/new/${params['client']}`} submit="Propose" back="/proposals">
            <Permissions permissions={known} values={values} refusal={refusal} />
            <ReasonAndDays values={values} wrong={refusal?.fields ?? {}} most={ports.groups.grantDays} />
          </Form>
        </>
      ),
    };
  };

const create = async (request: PageRequest): Promise<PageReply> => {
  const { params, form: values, perform } = request;
  const made = await perform(proposalCreate, {
    client: params['client'],
    permissions: values.get('permissions') ?? [],
    days: fieldOf(values, 'days'),
    reason: fieldOf(values, 'reason'),
  });
  return made.ok ? { go: '/proposals' } : form(made)(request);
};

const actForm =
  (name: string, { title, submit, danger = false, text }: Act, refusal?: Refusal) =>
  async ({ params }: PageRequest): Promise<PageReply> => ({
    title,
    status: refusal?.status ?? 200,
    body: (
      <>
        <Refused refusal={refusal} />
        <p>{text}</p>
        <Form
          action={`/proposals/${params['client']}/${params['proposal']}/${name}`}
          submit={submit}
          danger={danger}
          back="/proposals"
        />
      </>
    ),
  });

const actPages = Object.entries(acts).flatMap(([name, act]): readonly PageDefinition[] => {
  const path = `/proposals/:client/:proposal/${name}`;
  const send = async (request: PageRequest): Promise<PageReply> => {
    const { client, proposal } = request.params;
    const done = await act.run(request, { client, proposal });
    return done.ok ? { go: '/proposals' } : actForm(name, act, done)(request);
  };
  return [
    { verb: act.verb, method: 'get', path, handle: actForm(name, act) },
    { verb: act.verb, method: 'post', path, handle: send },
  ];
});

export const proposalPages: readonly PageDefinition[] = [
  { verb: 'proposal.list', method: 'get', path: '/proposals', handle: show },
  { verb: 'proposal.create', method: 'get', path: '/proposals/new/:client', handle: form() },
  { verb: 'proposal.create', method: 'post', path: '/proposals/new/:client', handle: create },
  ...actPages,
];

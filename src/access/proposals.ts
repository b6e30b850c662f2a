import type { RecordKey } from '../ports/index.ts';
import { findClient } from './clients.ts';
import { type GrantRefusal, giveGrant } from './grants.ts';
import { appendToLedger } from './ledger.ts';
import { type AccessPorts, daySeconds, secondsNow, shortId } from './ports.ts';
import { type GrantedPermission, partitions, type StoredGrant, versioned } from './verify/index.ts';

/** A grant for everybody that one person proposes and another approves. Times are in seconds since the Unix epoch. */
export type StoredProposal = {
  readonly id: string;
  readonly client: string;
  readonly permissions: readonly GrantedPermission[];
  readonly days: number;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
  readonly state: 'open' | 'approved' | 'declined' | 'withdrawn';
  readonly decidedAt?: number | undefined;
  readonly decidedBy?: string | undefined;
};

export type ProposalRefusal =
  | GrantRefusal
  | { readonly ok: false; readonly why: 'unknown-proposal' | 'same-person' }
  | { readonly ok: false; readonly why: 'closed'; readonly state: StoredProposal['state'] };

export type ProposalResult<Value> = ({ readonly ok: true } & Value) | ProposalRefusal;

const openSeconds = 30 * daySeconds;

const proposalKey = (client: string, id: string): RecordKey => ({ partition: partitions.proposals(client), sort: id });
const proposalRecord = (proposal: StoredProposal) => ({
  ...proposalKey(proposal.client, proposal.id),
  kind: 'proposal',
  until: proposal.at + openSeconds,
  body: proposal,
});

type ProposalVerb = 'proposal.create' | 'proposal.approve' | 'proposal.decline' | 'proposal.withdraw';

const record = ({ records, clock }: AccessPorts, verb: ProposalVerb, by: string, proposal: StoredProposal) => {
  const { client, id, permissions, days, reason } = proposal;
  const names = permissions.map(({ name }) => name);
  return appendToLedger(records, clock, {
    verb,
    by,
    client,
    details: { proposal: id, ...(verb === 'proposal.create' && { permissions: names, days, reason }) },
  });
};

/** Returns all proposals of the last 30 days, oldest first. Eventually consistent. */
export const listProposals = async ({ records }: AccessPorts): Promise<readonly StoredProposal[]> =>
  (await records.find('kind', 'proposal'))
    .map(({ body }) => body as StoredProposal)
    .sort((one, other) => one.at - other.at);

export const findProposal = async (
  { records }: AccessPorts,
  client: string,
  id: string,
): Promise<StoredProposal | undefined> => versioned<StoredProposal>(await records.get(proposalKey(client, id)))?.body;

/** Proposes a grant for everybody. Nothing is granted before somebody else approves it, within 30 days. */
export const createProposal = async (
  ports: AccessPorts,
  given: Pick<StoredProposal, 'client' | 'permissions' | 'days' | 'reason' | 'by'>,
): Promise<ProposalResult<{ readonly proposal: StoredProposal }>> => {
  const client = await findClient(ports, given.client);
  if (client === undefined) return { ok: false, why: 'unknown-client' };
  const missing = given.permissions.map(({ name }) => name).filter((name) => !client.body.permissions.includes(name));
  if (missing.length > 0) return { ok: false, why: 'not-registered', permissions: missing };
  const proposal: StoredProposal = {
    ...given,
    id: shortId(ports.random),
    client: client.body.id,
    at: secondsNow(ports),
    state: 'open',
  };
  await record(ports, 'proposal.create', given.by, proposal);
  await ports.records.put(proposalRecord(proposal), 0);
  return { ok: true, proposal };
};

/** A proposal, and who decides about it. */
export type ProposalChoice = { readonly client: string; readonly proposal: string; readonly by: string };

/** Closes an open proposal. Of two decisions at once, one counts. */
const close = async (
  ports: AccessPorts,
  { client: idOrName, proposal: id, by }: ProposalChoice,
  state: 'approved' | 'declined' | 'withdrawn',
): Promise<ProposalResult<{ readonly proposal: StoredProposal }>> => {
  const client = (await findClient(ports, idOrName))?.body.id ?? '';
  for (;;) {
    const held =
      client === '' ? undefined : versioned<StoredProposal>(await ports.records.get(proposalKey(client, id)));
    if (held === undefined) return { ok: false, why: 'unknown-proposal' };
    if (held.body.state !== 'open') return { ok: false, why: 'closed', state: held.body.state };
    if (state === 'approved' && held.body.by === by) return { ok: false, why: 'same-person' };
    const proposal = { ...held.body, state, decidedAt: secondsNow(ports), decidedBy: by };
    if (await ports.records.put(proposalRecord(proposal), held.version)) return { ok: true, proposal };
  }
};

/** Declines a proposal, or takes it back. */
export const closeProposal = async (
  ports: AccessPorts,
  choice: ProposalChoice,
  state: 'declined' | 'withdrawn',
): Promise<ProposalResult<{ readonly proposal: StoredProposal }>> => {
  const closed = await close(ports, choice, state);
  if (closed.ok)
    await record(ports, state === 'declined' ? 'proposal.decline' : 'proposal.withdraw', choice.by, closed.proposal);
  return closed;
};

/** Approves somebody else's proposal, and gives the grant. A grant that is refused leaves the proposal declined. */
export const approveProposal = async (
  ports: AccessPorts,
  choice: ProposalChoice,
): Promise<ProposalResult<{ readonly grant: StoredGrant }>> => {
  const closed = await close(ports, choice, 'approved');
  if (!closed.ok) return closed;
  const { client, permissions, days, reason, by } = closed.proposal;
  await record(ports, 'proposal.approve', choice.by, closed.proposal);
  return giveGrant(ports, { client, kind: 'tenant', permissions, days, reason, by, approvedBy: choice.by });
};

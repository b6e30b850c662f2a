import { z } from 'zod';
import {
  findClient,
  isReviewDue,
  type listGrants,
  type StoredClaim,
  type StoredProposal,
  type StoredRequest,
} from '../../../access/index.ts';
import type { DirectoryGroup } from '../../../ports/index.ts';
import type { VerbContext } from '../verb.ts';

type StoredGrant = Awaited<ReturnType<typeof listGrants>>[number];

const time = z.iso.datetime({ offset: true });
const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** A group as its owners see it. */
export const groupView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['microsoft-365', 'security', 'mail-enabled-security', 'distribution']),
  dynamic: z.boolean().describe('Whether rules of the directory choose its members.'),
  canHaveOwners: z.boolean().describe('False if Microsoft Graph knows no owners of such a group.'),
});

export type GroupView = z.output<typeof groupView>;

export const groupViewOf = ({ id, name, kind, dynamic, canHaveOwners }: DirectoryGroup): GroupView => ({
  id,
  name,
  kind,
  dynamic,
  canHaveOwners,
});

const claimView = z.object({
  state: z.enum(['open', 'used', 'locked', 'expired']),
  until: time,
  usedAt: time.optional(),
  alarms: z.number().int().describe('Claims after the code was used.'),
});

/** A grant. It has no field for a code or a token. */
export const grantView = z.object({
  id: z.string(),
  client: z.string(),
  clientName: z.string(),
  kind: z.enum(['tenant', 'group']),
  group: z.string().optional(),
  permissions: z.array(z.string()),
  state: z.enum(['pending', 'active', 'suspended']),
  suspended: z.string().optional().describe('Why it is suspended.'),
  given: time,
  givenBy: z.string(),
  approvedBy: z.string().optional(),
  until: time,
  reason: z.string(),
  owner: z.object({ id: z.string(), checked: time }).optional(),
  reviewDue: z.boolean(),
  claim: claimView.optional(),
});

export type GrantView = z.output<typeof grantView>;

const claimOf = (claim: StoredClaim, now: number): GrantView['claim'] => {
  const open = claim.tries >= 5 ? 'locked' : claim.expiresAt <= now ? 'expired' : 'open';
  return {
    state: claim.state === 'used' ? 'used' : open,
    until: timeText(claim.expiresAt),
    ...(claim.usedAt !== undefined && { usedAt: timeText(claim.usedAt) }),
    alarms: claim.events.filter(({ what }) => what === 'alarm').length,
  };
};

export const grantViewOf = (
  { ports }: VerbContext,
  grant: StoredGrant,
  clientName: string,
  claim?: StoredClaim,
): GrantView => {
  const now = Math.floor(ports.access.clock() / 1000);
  const { id, client, kind, group, permissions, state, suspended, givenAt, givenBy, approvedBy, until, reason } = grant;
  return {
    id,
    client,
    clientName,
    kind,
    ...(group !== undefined && { group }),
    permissions: permissions.map(({ name }) => name),
    state,
    ...(suspended && { suspended: suspended.why }),
    given: timeText(givenAt),
    givenBy,
    ...(approvedBy !== undefined && { approvedBy }),
    until: timeText(until),
    reason,
    ...(grant.owner && { owner: { id: grant.owner.id, checked: timeText(grant.owner.checkedAt) } }),
    reviewDue: isReviewDue(grant, now),
    ...(claim && { claim: claimOf(claim, now) }),
  };
};

export const requestView = z.object({
  id: z.string(),
  client: z.string(),
  clientName: z.string(),
  group: z.string(),
  permissions: z.array(z.string()),
  days: z.number().int(),
  reason: z.string(),
  by: z.string(),
  at: time,
  state: z.enum(['open', 'given', 'declined', 'withdrawn']),
  answer: z.string().optional().describe('Why it was declined.'),
});

export type RequestView = z.output<typeof requestView>;

export const requestViewOf = (request: StoredRequest, clientName: string): RequestView => ({
  id: request.id,
  client: request.client,
  clientName,
  group: request.group,
  permissions: request.permissions.map(({ name }) => name),
  days: request.days,
  reason: request.reason,
  by: request.by,
  at: timeText(request.at),
  state: request.state,
  ...(request.answer !== undefined && { answer: request.answer }),
});

export const proposalView = z.object({
  id: z.string(),
  client: z.string(),
  clientName: z.string(),
  permissions: z.array(z.string()),
  days: z.number().int(),
  reason: z.string(),
  by: z.string(),
  own: z.boolean().describe('Whether the person who asks made it.'),
  at: time,
  state: z.enum(['open', 'approved', 'declined', 'withdrawn']),
});

export type ProposalView = z.output<typeof proposalView>;

export const proposalViewOf = (
  { actor }: VerbContext,
  { id, client, permissions, days, reason, by, at, state }: StoredProposal,
  clientName: string,
): ProposalView => ({
  id,
  client,
  clientName,
  permissions: permissions.map(({ name }) => name),
  days,
  reason,
  by,
  own: by === actor.id,
  at: timeText(at),
  state,
});

/** The name of a client; its id if it's gone. */
export const clientNameOf = async ({ ports }: VerbContext, id: string): Promise<string> =>
  (await findClient(ports.access, id))?.body.name ?? id;

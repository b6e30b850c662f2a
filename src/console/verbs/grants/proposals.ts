import { z } from 'zod';
import {
  approveProposal,
  closeProposal,
  createProposal,
  findProposal,
  listProposals,
  type Relation,
} from '../../../access/index.ts';
import { done } from '../../outcome.ts';
import { defineVerb, type VerbContext } from '../verb.ts';
import { chosen, fields, refused } from './shared.ts';
import { clientNameOf, grantView, grantViewOf, proposalView, proposalViewOf } from './views.ts';

const one = z.strictObject({ client: fields.id, proposal: fields.id });
type One = z.output<typeof one>;

const relation = async ({ ports, actor }: VerbContext, { client, proposal }: One): Promise<Relation> =>
  (await findProposal(ports.access, client, proposal))?.by === actor.id ? 'own' : 'other';

export const proposalList = defineVerb({
  verb: 'proposal.list',
  api: { method: 'get', path: '/api/proposals' },
  summary: 'Lists proposals of grants for everybody, of the last 30 days.',
  input: z.strictObject({}),
  output: z.object({ proposals: z.array(proposalView) }),
  run: async (context) => {
    const found = await listProposals(context.ports.access);
    return done({
      proposals: await Promise.all(
        found.map(async (proposal) => proposalViewOf(context, proposal, await clientNameOf(context, proposal.client))),
      ),
    });
  },
});

export const proposalCreate = defineVerb({
  verb: 'proposal.create',
  api: { method: 'post', path: '/api/proposals' },
  summary: 'Proposes a grant for everybody. A privacy officer approves it; nothing is granted before.',
  input: z.strictObject({
    client: fields.id,
    permissions: fields.permissions,
    days: fields.days,
    reason: fields.reason,
  }),
  output: proposalView,
  run: async (context, given) => {
    const permissions = await chosen(context, given);
    if (!permissions.ok) return permissions;
    const by = context.actor.id;
    const made = await createProposal(context.ports.access, { ...given, permissions: permissions.value, by });
    return made.ok
      ? done(proposalViewOf(context, made.proposal, await clientNameOf(context, made.proposal.client)))
      : refused(made);
  },
});

export const proposalApprove = defineVerb({
  verb: 'proposal.approve',
  api: { method: 'post', path: '/api/proposals/{client}/{proposal}/approve' },
  summary: 'Approves somebody else’s proposal, which gives the grant.',
  input: one,
  output: grantView,
  relation,
  run: async (context, choice) => {
    const made = await approveProposal(context.ports.access, { ...choice, by: context.actor.id });
    return made.ok
      ? done(grantViewOf(context, made.grant, await clientNameOf(context, made.grant.client)))
      : refused(made);
  },
});

const closing = (verb: 'proposal.decline' | 'proposal.withdraw', act: string, summary: string) =>
  defineVerb({
    verb,
    api: { method: 'post', path: `/api/proposals/{client}/{proposal}/${act}` },
    summary,
    input: one,
    output: proposalView,
    relation,
    run: async (context, choice) => {
      const state = verb === 'proposal.decline' ? 'declined' : 'withdrawn';
      const closed = await closeProposal(context.ports.access, { ...choice, by: context.actor.id }, state);
      return closed.ok
        ? done(proposalViewOf(context, closed.proposal, await clientNameOf(context, closed.proposal.client)))
        : refused(closed);
    },
  });

export const proposalDecline = closing('proposal.decline', 'decline', 'Declines a proposal.');
export const proposalWithdraw = closing('proposal.withdraw', 'withdraw', 'Takes the own proposal back.');

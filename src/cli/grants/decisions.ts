import {
  approveProposal,
  closeProposal,
  closeRequest,
  confirmForGroup,
  createProposal,
  createRequest,
  findClient,
  listProposals,
  listRequests,
  reviewGrant,
  type StoredProposal,
  type StoredRequest,
  timeText,
} from '../../access/index.ts';
import type { Access } from '../shared/access.ts';
import type { AccessOptions } from '../shared/access-options.ts';
import { chosenPermissions } from '../shared/access-permissions.ts';
import { onAccess } from '../shared/access-store.ts';
import { cliError } from '../shared/exit.ts';
import { onGroups } from '../shared/operator-directory.ts';
import { table } from '../shared/table.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { groupId } from './group-id.ts';
import { refused } from './refusals.ts';

type TermsOptions = AccessOptions & {
  readonly permission: readonly string[];
  readonly days?: number;
  readonly reason: string;
};

const usualDays = 90;

const termsOf = (options: TermsOptions) => ({
  permissions: chosenPermissions(options, options.permission).map(({ name, endpoints }) => ({ name, endpoints })),
  days: options.days ?? usualDays,
  reason: options.reason,
});

const shown = <One extends StoredRequest | StoredProposal>({ permissions, at, decidedAt, ...rest }: One) => ({
  ...rest,
  permissions: permissions.map(({ name }) => name),
  at: timeText(at),
  ...(decidedAt !== undefined && { decidedAt: timeText(decidedAt) }),
});

const idOf = async ({ ports }: Access, name: string): Promise<string> => {
  const found = await findClient(ports, name);
  if (found === undefined) throw cliError('Client.Unknown', { name });
  return found.body.id;
};

const print = (json: true | undefined, value: object, text: string): void => (json ? printJson(value) : printOut(text));

export const runRequest = (client: string, group: string, options: TermsOptions): Promise<void> => {
  const id = groupId(group);
  const terms = termsOf(options);
  return onAccess(options, async ({ ports, by }) => {
    const made = await createRequest(ports, { client, group: id, ...terms, by });
    if (!made.ok) throw refused(client, '', made);
    print(options.json, shown(made.request), `request ${made.request.id} waits for an owner of the group`);
  });
};

export const runRequests = (options: AccessOptions): Promise<void> =>
  onAccess(options, async ({ ports }) => {
    const requests = await listRequests(ports);
    if (options.json) return printJson({ requests: requests.map(shown) });
    const rows = requests.map(({ id, client, group, state, at, reason }) => [
      id,
      client,
      `group ${group}`,
      state,
      timeText(at),
      reason,
    ]);
    printOut(rows.length === 0 ? 'no requests' : table(rows).join('\n'));
  });

const runClose =
  (state: 'declined' | 'withdrawn', text: string) =>
  (client: string, request: string, options: AccessOptions & { readonly answer?: string }): Promise<void> =>
    onAccess(options, async (access) => {
      const answer = options.answer === undefined ? {} : { answer: options.answer };
      const decision = { state, by: access.by, ...answer };
      const closed = await closeRequest(access.ports, await idOf(access, client), request, decision);
      if (!closed.ok) throw refused(client, '', closed);
      print(options.json, shown(closed.request), `${text} request ${request}`);
    });

export const runDecline = runClose('declined', 'declined');
export const runWithdraw = runClose('withdrawn', 'took back');

export const runConfirm = (client: string, grant: string, options: AccessOptions): Promise<void> =>
  onGroups(options, async (ports, { by }) => {
    const made = await confirmForGroup(ports, { client, grant, decider: { operator: by } });
    if (!made.ok) throw refused(client, grant, made);
    print(options.json, { confirmed: made.grant.id }, `confirmed grant ${made.grant.id}`);
  });

export const runReview = (client: string, grant: string, options: AccessOptions): Promise<void> =>
  onAccess(options, async ({ ports, by }) => {
    const made = await reviewGrant(ports, { client, grant, by });
    if (!made.ok) throw refused(client, grant, made);
    print(options.json, { reviewed: made.grant.id }, `reviewed grant ${made.grant.id}`);
  });

export const runPropose = (client: string, options: TermsOptions): Promise<void> => {
  const terms = termsOf(options);
  return onAccess(options, async ({ ports, by }) => {
    const made = await createProposal(ports, { client, ...terms, by });
    if (!made.ok) throw refused(client, '', made);
    print(options.json, shown(made.proposal), `proposal ${made.proposal.id} waits for another person`);
  });
};

export const runProposals = (options: AccessOptions): Promise<void> =>
  onAccess(options, async ({ ports }) => {
    const proposals = await listProposals(ports);
    if (options.json) return printJson({ proposals: proposals.map(shown) });
    const rows = proposals.map(({ id, client, state, at, reason }) => [id, client, state, timeText(at), reason]);
    printOut(rows.length === 0 ? 'no proposals' : table(rows).join('\n'));
  });

export const runApprove = (client: string, proposal: string, options: AccessOptions): Promise<void> =>
  onAccess(options, async ({ ports, by }) => {
    const made = await approveProposal(ports, { client, proposal, by });
    if (!made.ok) throw refused(client, '', made);
    print(options.json, { grant: made.grant.id }, `approved; the grant is ${made.grant.id}`);
  });

export const runRefuse = (
  client: string,
  proposal: string,
  options: AccessOptions & { readonly own?: true },
): Promise<void> =>
  onAccess(options, async ({ ports, by }) => {
    const state = options.own === true ? 'withdrawn' : 'declined';
    const closed = await closeProposal(ports, { client, proposal, by }, state);
    if (!closed.ok) throw refused(client, '', closed);
    print(options.json, shown(closed.proposal), `${state} proposal ${proposal}`);
  });

import { z } from 'zod';
import {
  claimsOf,
  closeRequest,
  findRequest,
  giveToGroup,
  listClients,
  listGrants,
  listRequests,
  mayDo,
  relationToGroup,
  requestsFor,
} from '../../../access/index.ts';
import { done, refuse } from '../../outcome.ts';
import { defineVerb, type VerbContext } from '../verb.ts';
import { chosen, fields, groupPorts, groupRelation, refused } from './shared.ts';
import { clientNameOf, grantView, grantViewOf, groupView, groupViewOf, requestView, requestViewOf } from './views.ts';

/** Groups that are looked up for a list. */
const mostGroups = 100;

const counts = z.object({
  clients: z.number().int(),
  requests: z.number().int().describe('Requests that wait.'),
  suspended: z.number().int(),
  alarms: z.number().int(),
});

/** Groups of the person's last sign-in, and those that somebody asked for or was given. The directory decides about each. */
const candidates = async ({ ports, groups }: VerbContext): Promise<readonly string[]> => {
  const [requests, grants] = await Promise.all([listRequests(ports.access), listGrants(ports.access)]);
  const known = [
    ...requests.filter(({ state }) => state === 'open').map(({ group }) => group),
    ...grants.flatMap(({ group }) => group ?? []),
  ];
  return [...new Set([...groups, ...known])].slice(0, mostGroups);
};

/** Grants of a group with their clients' names and claims. */
const grantsOf = async (context: VerbContext, group: string) => {
  const { access } = context.ports;
  const grants = (await listGrants(access)).filter((grant) => grant.group === group);
  return Promise.all(
    grants.map(async (grant) => {
      const claims = await claimsOf(access, grant.client);
      return grantViewOf(context, grant, await clientNameOf(context, grant.client), claims.get(grant.id));
    }),
  );
};

const summed = async (context: VerbContext, group: string) => {
  const grants = await grantsOf(context, group);
  const requests = await requestsFor(context.ports.access, group);
  return {
    clients: new Set(grants.map(({ client }) => client)).size,
    requests: requests.filter(({ state }) => state === 'open').length,
    suspended: grants.filter(({ state }) => state === 'suspended').length,
    alarms: grants.reduce((sum, { claim }) => sum + (claim?.alarms ?? 0), 0),
  };
};

export const groupList = defineVerb({
  verb: 'group.list',
  api: { method: 'get', path: '/api/groups' },
  summary: 'Lists the groups that the person decides about.',
  input: z.strictObject({}),
  output: z.object({ groups: z.array(groupView.extend(counts.shape)) }),
  run: async (context) => {
    const { directory } = context.ports.groups;
    const found = await Promise.all(
      (await candidates(context)).map(async (id) => {
        const group = await directory.group(id);
        if (group === undefined) return undefined;
        const relation = await relationToGroup(directory, group, context.actor.id);
        if (!mayDo(context.actor, 'grant.give', relation)) return undefined;
        return { ...groupViewOf(group), ...(await summed(context, id)) };
      }),
    );
    const groups = found.flatMap((group) => group ?? []);
    return done({ groups: groups.sort((one, other) => (one.name < other.name ? -1 : 1)) });
  },
});

export const groupShow = defineVerb({
  verb: 'group.show',
  api: { method: 'get', path: '/api/groups/{group}' },
  summary: 'Shows a group: how many people, which clients have access, which requests wait.',
  input: z.strictObject({ group: fields.group }),
  output: z.object({
    group: groupView,
    people: z.number().int(),
    decides: z.boolean().describe('Whether the person may give access; reviewers see and end it.'),
    grants: z.array(grantView),
    requests: z.array(requestView),
    clients: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        contact: z.string().optional(),
        permissions: z.array(z.string()),
      }),
    ),
  }),
  relation: (context, { group }) => groupRelation(context, group),
  run: async (context, { group: id }) => {
    const { actor, ports } = context;
    const { access, groups } = ports;
    const group = await groups.directory.group(id);
    if (group === undefined) return refuse('Console.GroupUnknown');
    const requests = (await requestsFor(access, id)).filter(({ state }) => state === 'open');
    return done({
      group: groupViewOf(group),
      people: (await groups.directory.people(id)).length,
      decides: mayDo(actor, 'grant.give', await relationToGroup(groups.directory, group, actor.id)),
      grants: await grantsOf(context, id),
      requests: await Promise.all(
        requests.map(async (request) => requestViewOf(request, await clientNameOf(context, request.client))),
      ),
      clients: (await listClients(access)).map(({ id: client, name, contact, permissions }) => ({
        id: client,
        name,
        ...(contact !== undefined && { contact }),
        permissions: [...permissions],
      })),
    });
  },
});

/** What the giver passes on. Nobody can read it again. */
export const handedView = z.object({
  grant: grantView,
  people: z.number().int().optional(),
  code: z.string().optional().describe('Claim code, shown once: the developer redeems it at POST /claim.'),
  refreshToken: z.string().optional().describe('Shown once, in place of a claim code.'),
  until: z.iso.datetime({ offset: true }),
});

type Given = Extract<Awaited<ReturnType<typeof giveToGroup>>, { readonly ok: true }>;

export const handedOf = async (
  context: VerbContext,
  { grant, handed, people }: Pick<Given, 'grant' | 'handed'> & { readonly people?: number },
) => ({
  grant: grantViewOf(context, grant, await clientNameOf(context, grant.client)),
  ...(people !== undefined && { people }),
  ...(handed.hand === 'claim' ? { code: handed.code } : { refreshToken: handed.refreshToken }),
  until: new Date(handed.until * 1000).toISOString(),
});

export const hand = z.enum(['claim', 'refresh'], 'Choose how it is passed on.').default('claim');

export const grantGive = defineVerb({
  verb: 'grant.give',
  api: { method: 'post', path: '/api/groups/{group}/grants' },
  summary: 'Gives a client access to a group. The claim code or refresh token is in this reply and never again.',
  input: z.strictObject({
    group: fields.group,
    client: fields.id,
    permissions: fields.permissions,
    days: fields.days,
    reason: fields.reason,
    hand,
    request: z.string().max(60).optional(),
  }),
  output: handedView,
  relation: (context, { group }) => groupRelation(context, group),
  run: async (context, given) => {
    const permissions = await chosen(context, given);
    if (!permissions.ok) return permissions;
    const made = await giveToGroup(groupPorts(context), {
      ...given,
      permissions: permissions.value,
      decider: context.actor,
    });
    return made.ok ? done(await handedOf(context, made)) : refused(made);
  },
});

export const requestDecline = defineVerb({
  verb: 'request.decline',
  api: { method: 'post', path: '/api/groups/{group}/requests/{client}/{request}/decline' },
  summary: 'Declines a request for a group, with an answer for the developer.',
  input: z.strictObject({
    group: fields.group,
    client: fields.id,
    request: fields.id,
    answer: z.string().trim().min(1, 'Write a sentence for the developer.').max(500, 'Use at most 500 characters.'),
  }),
  output: requestView,
  relation: (context, { group }) => groupRelation(context, group),
  run: async (context, { group, client, request: id, answer }) => {
    const { access } = context.ports;
    if ((await findRequest(access, client, id))?.group !== group) return refuse('Console.RequestUnknown');
    const closed = await closeRequest(access, client, id, { state: 'declined', by: context.actor.id, answer });
    return closed.ok ? done(requestViewOf(closed.request, await clientNameOf(context, client))) : refused(closed);
  },
});

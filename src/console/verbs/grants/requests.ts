import { z } from 'zod';
import {
  claimAsClient,
  claimsOf,
  closeRequest,
  createRequest,
  findClient,
  listGrants,
  requestsOf,
} from '../../../access/index.ts';
import { done, refuse } from '../../outcome.ts';
import { defineVerb, type VerbContext } from '../verb.ts';
import { chosen, clientRelation, fields, refused } from './shared.ts';
import { clientNameOf, grantView, grantViewOf, requestView, requestViewOf } from './views.ts';

const ofClient = z.strictObject({ client: fields.id });
const relation = (context: VerbContext, { client }: { readonly client: string }) => clientRelation(context, client);

export const requestList = defineVerb({
  verb: 'request.list',
  api: { method: 'get', path: '/api/clients/{client}/requests' },
  summary: 'Lists a client’s requests for groups.',
  input: ofClient,
  output: z.object({ requests: z.array(requestView) }),
  relation,
  run: async (context, { client }) => {
    const name = await clientNameOf(context, client);
    return done({ requests: (await requestsOf(context.ports.access, client)).map((one) => requestViewOf(one, name)) });
  },
});

export const requestCreate = defineVerb({
  verb: 'request.create',
  api: { method: 'post', path: '/api/clients/{client}/requests' },
  summary: 'Asks the owners of a group for access of a client.',
  input: ofClient.extend({
    group: fields.group,
    permissions: fields.permissions,
    days: fields.days,
    reason: fields.reason,
  }),
  output: requestView,
  relation,
  run: async (context, given) => {
    const permissions = await chosen(context, given);
    if (!permissions.ok) return permissions;
    if ((await context.ports.groups.directory.group(given.group)) === undefined)
      return refuse('Console.GroupUnknown', { fields: { group: 'No group has this object id.' } });
    const made = await createRequest(context.ports.access, {
      ...given,
      permissions: permissions.value,
      by: context.actor.id,
    });
    return made.ok ? done(requestViewOf(made.request, await clientNameOf(context, given.client))) : refused(made);
  },
});

export const requestWithdraw = defineVerb({
  verb: 'request.withdraw',
  api: { method: 'post', path: '/api/clients/{client}/requests/{request}/withdraw' },
  summary: 'Takes a request back.',
  input: ofClient.extend({ request: fields.id }),
  output: requestView,
  relation,
  run: async (context, { client, request }) => {
    const by = context.actor.id;
    const closed = await closeRequest(context.ports.access, client, request, { state: 'withdrawn', by });
    return closed.ok ? done(requestViewOf(closed.request, await clientNameOf(context, client))) : refused(closed);
  },
});

export const grantList = defineVerb({
  verb: 'grant.list',
  api: { method: 'get', path: '/api/clients/{client}/grants' },
  summary: 'Lists the grants of a client.',
  input: ofClient,
  output: z.object({ grants: z.array(grantView) }),
  relation,
  run: async (context, { client }) => {
    const { access } = context.ports;
    const [name, claims] = [await clientNameOf(context, client), await claimsOf(access, client)];
    const grants = await listGrants(access, client);
    return done({ grants: grants.map((grant) => grantViewOf(context, grant, name, claims.get(grant.id))) });
  },
});

const claimCodes = {
  refused: 'Console.ClaimRefused',
  locked: 'Console.ClaimLocked',
  used: 'Console.ClaimUsed',
} as const;

export const claimRedeem = defineVerb({
  verb: 'claim.redeem',
  api: { method: 'post', path: '/api/clients/{client}/claims' },
  summary: 'Claims a grant with the code that its giver passed on. The refresh token is in this reply and never again.',
  input: ofClient.extend({
    grant: fields.id,
    code: z.string().trim().min(1, 'Enter the code.').max(60, 'Enter the code, 15 letters and digits.'),
    clientSecret: z.string().trim().min(1, 'Enter a secret of the client.').max(200),
  }),
  output: z.object({
    grant: grantView,
    refreshToken: z.string().describe('Shown once.'),
    until: z.iso.datetime({ offset: true }),
  }),
  relation,
  run: async (context, { client: id, grant, code, clientSecret: secret }) => {
    const { access } = context.ports;
    const client = await findClient(access, id);
    if (client === undefined) return refuse('Console.ClientUnknown');
    const claimed = await claimAsClient(access, client.body, { secret, grant, code });
    if (claimed.ok)
      return done({
        grant: grantViewOf(context, claimed.grant, client.body.name),
        refreshToken: claimed.refreshToken,
        until: new Date(claimed.grant.until * 1000).toISOString(),
      });
    if (claimed.why === 'wrong-secret')
      return refuse('Console.ClientSecretWrong', { fields: { clientSecret: 'This isn’t a secret of this client.' } });
    return refuse(claimCodes[claimed.why], claimed.why === 'refused' ? { fields: { code: 'Check the code.' } } : {});
  },
});

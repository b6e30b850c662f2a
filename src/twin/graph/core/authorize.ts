import type { Application, Caller, TokenFlaw } from '../../entra/index.ts';
import type { GraphCall, Route, Workload } from './call.ts';
import { badRequest, GraphRefusal } from './refusal.ts';

const flaws: Readonly<Record<TokenFlaw | 'empty', string>> = {
  empty: 'Access token is empty.',
  expired: 'Lifetime validation failed, the token is expired.',
  audience: 'Access token validation failure. Invalid audience.',
  invalid: 'CompactToken parsing failed with error code: 80049217',
};

/** Graph's 401. */
export const unauthenticated = (flaw: TokenFlaw | 'empty'): GraphRefusal =>
  new GraphRefusal(401, 'InvalidAuthenticationToken', flaws[flaw], {
    'www-authenticate': 'Bearer realm="", authorization_uri=""',
  });

const spelled: Readonly<Record<Workload, (route: Route, caller: Caller) => GraphRefusal>> = {
  directory: () =>
    new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
  outlook: () => new GraphRefusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.'),
  teams: (route, caller) =>
    new GraphRefusal(
      403,
      'Forbidden',
      `Missing role permissions on the request. API requires one of '${route.needs.join(', ')}'. Roles on the request '${caller.roles.join(', ')}'. Resource specific consent grants on the request ''.`,
    ),
  calls: () => new GraphRefusal(403, 'Forbidden', 'Required roles claim values are not provided.'),
  files: () => new GraphRefusal(403, 'accessDenied', 'The caller does not have permission to perform the action.'),
  copilot: () => new GraphRefusal(403, 'Forbidden', 'Required roles claim values are not provided.'),
};

/** The owner of the mailbox that a call concerns. */
export type MailboxOwner = { readonly id: string; readonly mail: string | null };

/** The team or site that a call concerns. */
export type Place = { readonly team?: string; readonly site?: string };

/** A Teams app grants `ChannelMessage.Read.Group` in place of `ChannelMessage.Read.All`. */
const grantedInPlace = (route: Route, caller: Caller, application: Application, { team, site }: Place): boolean => {
  const ofTeam = application.teamGrants.get(team ?? '') ?? [];
  if (route.tenantWide !== true && route.needs.some((need) => ofTeam.includes(need.replace(/\.All$/, '.Group'))))
    return true;
  return caller.roles.includes('Sites.Selected') && application.openSites.has(site ?? '');
};

const grantedInExchange = (route: Route, application: Application, owner: MailboxOwner): boolean =>
  application.exchangeGrants.some(
    ({ permission, mailboxes }) => route.needs.includes(permission) && (mailboxes === 'all' || mailboxes.has(owner.id)),
  );

/**
 * Throws unless the caller has one of the route's permissions: as a role in its token, as an administrator's scope, or
 * (for mailboxes) as a grant in Exchange, which roles never show.
 */
export const authorize = (
  route: Route,
  caller: Caller,
  application: Application | undefined,
  owner: MailboxOwner | undefined,
  place: Place = {},
): void => {
  if (route.delegatedOnly === true && caller.personId === undefined) {
    if (!route.path.startsWith('/me')) throw spelled[route.workload](route, caller);
    throw badRequest('/me request is only valid with delegated authentication flow.');
  }
  if (route.needs.some((need) => caller.roles.includes(need) || caller.scopes.includes(need))) return;
  if (application !== undefined && grantedInPlace(route, caller, application, place)) return;
  if (route.workload !== 'outlook' || application === undefined || application.exchangeGrants.length === 0) {
    throw spelled[route.workload](route, caller);
  }
  if (owner !== undefined && grantedInExchange(route, application, owner)) return;
  throw new GraphRefusal(
    403,
    'ErrorAccessDenied',
    `Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings. Mailbox: ${owner?.mail ?? ''}`,
  );
};

/**
 * True if the caller has one of these permissions, as a role or as a grant in Exchange. Some properties require more
 * than the list.
 */
export const holdsAny = ({ caller, world }: GraphCall, permissions: readonly string[]): boolean =>
  permissions.some(
    (permission) =>
      caller.roles.includes(permission) ||
      world.applications.find(caller.appId)?.exchangeGrants.some((grant) => grant.permission === permission),
  );

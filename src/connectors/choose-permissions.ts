import type { MailboxAccess } from '../config/index.ts';

/** A permission that a source requires. */
export type PermissionFacts = {
  readonly name: string;
  readonly reason: string;
  /** True if Exchange can grant it for selected mailboxes. */
  readonly mailbox?: boolean | undefined;
  /** Path templates that need it. */
  readonly endpoints: readonly string[];
  /** True if it is needed for reading the members of a caller's groups. */
  readonly population?: boolean | undefined;
};

/** A permission that a connector needs, and the place to grant it. */
export type NeededPermission = PermissionFacts & {
  readonly grantedIn: 'entra' | 'exchange' | 'per-team';
  /** True if an administrator opens each site to it. */
  readonly perSite?: true;
  /** Title of the extra that requires it. */
  readonly extra?: string;
};

/** A narrower permission in place of another, with the lost data. */
export type NarrowerPermission = {
  readonly instead: string;
  readonly use: string;
  /** Where it is granted piece by piece: for each team instead of in Entra, or for each site as well. */
  readonly granted?: 'per-team' | 'per-site' | undefined;
  readonly reason: string;
  readonly loses: string;
  /** Path templates that aren’t served any more. */
  readonly removed: readonly string[];
};

export type PermissionSource = {
  readonly permissions: readonly PermissionFacts[];
  readonly extras: readonly {
    readonly id: string;
    readonly title: string;
    readonly permissions: readonly PermissionFacts[];
  }[];
};

export type PermissionChoice = {
  readonly extras: readonly string[];
  readonly mailboxAccess: MailboxAccess;
  /** The chosen narrower permissions. @default none */
  readonly narrowed?: readonly NarrowerPermission[];
};

/** Tells whether Exchange has a role for a permission. */
type ExchangeGrants = (name: string) => boolean;

/** Exchange grants a mailbox permission only if it has a role for it, and Teams its own. All others are granted in Entra. */
const grantedIn = (
  { name, mailbox, granted }: Narrowed,
  access: MailboxAccess,
  inExchange: ExchangeGrants,
): NeededPermission['grantedIn'] => {
  if (granted === 'per-team') return 'per-team';
  return access === 'exchange-rbac' && mailbox === true && inExchange(name) ? 'exchange' : 'entra';
};

type Narrowed = PermissionFacts & Pick<NarrowerPermission, 'granted'>;

/** Puts the chosen narrower permission in the place of a permission, without the endpoints that it doesn't cover. */
const narrow = (facts: PermissionFacts, narrowed: readonly NarrowerPermission[]): readonly Narrowed[] => {
  const chosen = narrowed.find(({ instead }) => instead === facts.name);
  if (chosen === undefined) return [facts];
  const endpoints = facts.endpoints.filter((endpoint) => !chosen.removed.includes(endpoint));
  return endpoints.length === 0 && facts.population !== true
    ? []
    : [{ ...facts, name: chosen.use, reason: chosen.reason, endpoints, granted: chosen.granted }];
};

/**
 * Returns the permissions of a source and of the chosen extras, without duplicates, each with all endpoints that need
 * it.
 */
export const choosePermissions = (
  source: PermissionSource,
  choice: PermissionChoice,
  inExchange: ExchangeGrants,
): readonly NeededPermission[] => {
  const needed = new Map<string, NeededPermission>();
  const addOne = ({ granted, ...facts }: Narrowed, extra: string | undefined) => {
    const before = needed.get(facts.name);
    needed.set(facts.name, {
      ...facts,
      endpoints: [...new Set([...(before?.endpoints ?? []), ...facts.endpoints])],
      reason: before === undefined ? facts.reason : before.reason,
      grantedIn: grantedIn({ ...facts, granted }, choice.mailboxAccess, inExchange),
      ...(granted === 'per-site' && { perSite: true as const }),
      ...(before === undefined
        ? extra !== undefined && { extra }
        : before.extra !== undefined && { extra: before.extra }),
    });
  };
  const add = (facts: PermissionFacts, extra?: string) => {
    for (const each of narrow(facts, choice.narrowed ?? [])) addOne(each, extra);
  };
  for (const facts of source.permissions) add(facts);
  for (const extra of source.extras)
    if (choice.extras.includes(extra.id)) for (const facts of extra.permissions) add(facts, extra.title);
  return [...needed.values()];
};

/** Returns the names in `roles` of a complete token. Grants in Exchange and Teams never appear there. */
export const expectedRoles = (permissions: readonly NeededPermission[]): readonly string[] =>
  permissions.filter((permission) => permission.grantedIn === 'entra').map(({ name }) => name);

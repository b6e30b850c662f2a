import type { GrantedPermission } from './verify/index.ts';

/** A connector with the endpoints that its rules serve and the Graph permissions that they need. */
export type PermissionSource = {
  readonly name: string;
  /** Path templates of the rules, in their order. */
  readonly endpoints: readonly string[];
  readonly needed: readonly { readonly name: string; readonly reason: string; readonly endpoints: readonly string[] }[];
};

/** A named subset of a connector's endpoints. */
export type Permission = GrantedPermission & {
  readonly connector: string;
  /** Why the connector has these endpoints. */
  readonly reason: string;
};

/** Endpoints that no Graph permission of the source covers, such as those of a custom rule file. */
const otherName = 'other';

/**
 * Returns the permissions of connectors. Each has the endpoints for which Microsoft asks for one permission of Graph, and
 * its name: `<connector>:Calendars.Read`. Tools document the permissions that they need by these names.
 */
export const permissionsOf = (connectors: readonly PermissionSource[]): readonly Permission[] =>
  connectors.flatMap(({ name: connector, endpoints, needed }) => {
    const served = [...new Set(endpoints)];
    const named = needed.map(({ name, reason, endpoints: covered }) => ({
      name: `${connector}:${name}`,
      connector,
      reason,
      endpoints: served.filter((endpoint) => covered.includes(endpoint)),
    }));
    const rest = served.filter((endpoint) => !needed.some(({ endpoints: covered }) => covered.includes(endpoint)));
    const other = {
      name: `${connector}:${otherName}`,
      connector,
      reason: 'Endpoints of other rules.',
      endpoints: rest,
    };
    return [...named, other].filter(({ endpoints: covered }) => covered.length > 0);
  });

export type ChosenPermissions =
  | { readonly ok: true; readonly permissions: readonly Permission[] }
  | { readonly ok: false; readonly unknown: readonly string[] };

/** Finds permissions by name. The name of a connector means all of its permissions. */
export const choosePermissions = (known: readonly Permission[], names: readonly string[]): ChosenPermissions => {
  const named = (wanted: string) => known.filter(({ name, connector }) => name === wanted || connector === wanted);
  const unknown = names.filter((name) => named(name).length === 0);
  if (unknown.length > 0) return { ok: false, unknown };
  return { ok: true, permissions: [...new Set(names.flatMap(named))] };
};

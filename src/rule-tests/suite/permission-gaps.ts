import { graphPermissions } from '../../graph-types/index.ts';
import type { Plan } from '../../plan/index.ts';
import { nearest } from '../../problems/diagnostics/index.ts';
import type { Source } from '../../sources/index.ts';

/**
 * Lists mismatches between a source's permissions and its compiled endpoints: a permission that no endpoint needs, an
 * endpoint that no permission covers, a permission that is unknown or may write. Empty if they match exactly.
 */
export const permissionGaps = (source: Source, plan: Plan, extras: readonly string[] = []): readonly string[] => {
  const permissions = [
    ...source.permissions,
    ...source.extras.filter(({ id }) => extras.includes(id)).flatMap((extra) => extra.permissions),
  ];
  const templates = new Set(plan.endpoints.map(({ pathTemplate }) => pathTemplate));
  const covered = new Set(permissions.flatMap(({ endpoints }) => endpoints));
  return [
    ...permissions
      .filter(({ name }) => !Object.hasOwn(graphPermissions, name))
      .map(({ name }) => unknown(source, name)),
    ...permissions
      .filter(({ name }) => /write|manage|send|full|create|delete/i.test(name))
      .map(({ name }) => `${source.id}: ${name} allows changes, expected a read-only permission`),
    ...permissions.flatMap(({ name, endpoints }) =>
      endpoints
        .filter((endpoint) => !templates.has(endpoint))
        .map((endpoint) => `${source.id}: ${name} is listed for ${endpoint}, which isn't an endpoint of the rules`),
    ),
    ...[...templates]
      .filter((template) => !covered.has(template))
      .map((template) => `${source.id}: no permission is listed for ${template}`),
  ];
};

const unknown = (source: Source, name: string): string => {
  const near = nearest(name, Object.keys(graphPermissions));
  return `${source.id}: ${name} isn't a known Graph permission${near === undefined ? '' : `, did you mean ${near}?`}`;
};

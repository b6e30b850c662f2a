import { fileURLToPath } from 'node:url';
import { graphPermissions, pathPermissions } from '../graph-types/index.ts';
import { proven } from '../proof/index.ts';
import { loadSources } from '../sources/index.ts';
import { narrowerPermissions, resolveConnector } from './resolve-connector.ts';

const { sources } = loadSources(fileURLToPath(new URL('../../rules', import.meta.url)));

/** Each narrower permission with those that it replaces. */
const offers = sources.flatMap((source) => {
  const all = narrowerPermissions(source);
  return [...new Set(all.map(({ use }) => use))].map((use) => {
    const [narrower] = all.filter((each) => each.use === use);
    if (narrower === undefined) throw new Error('expected a narrower permission');
    const instead = all.filter((each) => each.use === use).map((each) => each.instead);
    return { title: `${use} of ${source.id}`, source, narrower: { ...narrower, instead } };
  });
});

/** Graph's table names `Calendars.ReadBasic`, which applications have as `Calendars.ReadBasic.All`. */
const covers = (permissions: readonly string[], name: string): boolean =>
  permissions.includes(name) || permissions.includes(name.replace(/\.All$/, ''));

describe.each(offers)('$title', ({ source, narrower }) => {
  const { use, instead, removed, granted } = narrower;
  // Some replace permissions of an extra.
  const replaces = (extras: readonly string[]): boolean =>
    resolveConnector(source, { extras }).permissions.some(({ name }) => instead.includes(name));
  const extras = replaces([]) ? [] : source.extras.map(({ id }) => id).filter((id) => replaces([id]));
  const wide = resolveConnector(source, { extras });
  const narrow = resolveConnector(source, { extras, narrow: [use] });
  const kept = narrow.permissions.find(({ name }) => name === use)?.endpoints ?? [];

  it('takes the place of the wider permission, with the endpoints that it covers', () => {
    expect(wide.permissions.map(({ name }) => name)).toEqual(expect.arrayContaining([...instead]));
    expect(graphPermissions[use] === undefined).toBe(granted === 'per-team');
    const roles = wide.expectedRoles.map((name) => (instead.includes(name) ? use : name));
    expect(narrow.expectedRoles).toEqual([...new Set(roles)].filter((name) => name !== use || granted !== 'per-team'));
    expect([...kept, ...removed].toSorted()).toEqual(
      wide.permissions
        .filter(({ name }) => instead.includes(name))
        .flatMap(({ endpoints }) => endpoints)
        .toSorted(),
    );
  });

  it('serves what Microsoft lists for it, and removes what Microsoft does not', () => {
    const listed = (paths: readonly string[]) =>
      paths.flatMap((path) => {
        const permissions = pathPermissions(path)?.application;
        return permissions === undefined || permissions.length === 0
          ? []
          : [{ path, covered: covers(permissions, use) }];
      });

    // Microsoft's table doesn't have the permission that each site grants.
    if (granted === 'per-site')
      return expect(covers(pathPermissions(kept[0] ?? '')?.application ?? [], use)).toBe(false);
    expect(listed(kept).length).toBeGreaterThan(0);
    expect(listed(kept).filter(({ covered }) => !covered)).toEqual([]);
    expect(listed(removed).filter(({ covered }) => covered)).toEqual([]);
  });

  it('has rules that are proven and only lack what it removes', () => {
    const { diagnostics, plan, proof } = narrow.rules;
    const templates = (endpoints: readonly { readonly pathTemplate: string }[] = []) =>
      endpoints.map(({ pathTemplate }) => pathTemplate);

    expect(diagnostics).toEqual([]);
    expect(proof !== undefined && proven(proof)).toBe(true);
    expect(templates(plan?.endpoints)).toEqual(
      templates(wide.rules.plan?.endpoints).filter((template) => !removed.includes(template)),
    );
    expect(narrow.exampleCalls.length).toBeGreaterThan(0);
  });
});

import { fileURLToPath } from 'node:url';
import { graphPermissions, pathPermissions } from '../graph-types/index.ts';
import { proven } from '../proof/index.ts';
import { loadSources } from '../sources/index.ts';
import { narrowerPermissions, resolveConnector } from './resolve-connector.ts';

const { sources } = loadSources(fileURLToPath(new URL('../../rules', import.meta.url)));

const offers = sources.flatMap((source) =>
  narrowerPermissions(source).map((narrower) => ({ title: `${narrower.use} of ${source.id}`, source, narrower })),
);

/** Graph's table names `Calendars.ReadBasic`, which applications have as `Calendars.ReadBasic.All`. */
const covers = (permissions: readonly string[], name: string): boolean =>
  permissions.includes(name) || permissions.includes(name.replace(/\.All$/, ''));

describe.each(offers)('$title', ({ source, narrower }) => {
  const { use, instead, removed } = narrower;
  const wide = resolveConnector(source);
  const narrow = resolveConnector(source, { narrow: [use] });
  const kept = narrow.permissions.find(({ name }) => name === use)?.endpoints ?? [];

  it('takes the place of the wider permission, with the endpoints that it covers', () => {
    expect(wide.permissions.map(({ name }) => name)).toContain(instead);
    expect(graphPermissions[use]?.id).toBeDefined();
    expect(narrow.expectedRoles).toEqual(wide.expectedRoles.map((name) => (name === instead ? use : name)));
    expect([...kept, ...removed].toSorted()).toEqual(
      wide.permissions.find(({ name }) => name === instead)?.endpoints.toSorted(),
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

import { existsSync, readFileSync } from 'node:fs';
import { delegatedPermissions, graphPermissions } from './graph-permissions.ts';
import { pathPermissions } from './read-paths.ts';

const shared = new URL('../../../shared/graph/', import.meta.url);
const itComparesWithPublisher = existsSync(shared) ? it : it.skip;

type Published = Readonly<Record<string, { readonly id: string; readonly title: string | null }>>;
const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, shared), 'utf8'));
const onlyReads = /\.Read(Basic)?(\.|$)|^Sites\.Selected$/;

describe('graphPermissions', () => {
  it('holds read permissions only', () => {
    const names = [...Object.keys(graphPermissions), ...Object.keys(delegatedPermissions)];
    expect(names.length).toBeGreaterThan(400);
    expect(names.filter((name) => !onlyReads.test(name))).toEqual([]);
  });

  it('gives each permission an id of its own, a title and words', () => {
    const permissions = Object.values(graphPermissions);
    expect(new Set(permissions.map(({ id }) => id)).size).toBe(permissions.length);
    for (const { title, allows } of permissions) {
      expect(title).not.toBe('');
      expect(allows).toMatch(/^[a-z]/);
    }
  });

  it.each([
    ['Presence.Read.All', 'Read presence information of all users in your organization'],
    ['User.Read.All', "Read all users' full profiles and company properties"],
  ])('titles %s as Microsoft does', (name, title) => {
    expect(graphPermissions[name]?.title).toBe(title);
  });

  itComparesWithPublisher('knows every read permission of the publisher, with its id', () => {
    const all = read<{ application: Published; delegated: Published }>('all-read-permissions.json');
    const idsOf = (set: Published): readonly (readonly [string, string])[] =>
      Object.entries(set)
        .filter(([name]) => onlyReads.test(name))
        .map(([name, { id }]) => [name, id]);
    expect(Object.entries(graphPermissions).map(([name, { id }]) => [name, id])).toEqual(idsOf(all.application));
    expect(Object.entries(delegatedPermissions).map(([name, { id }]) => [name, id])).toEqual(idsOf(all.delegated));
  });

  itComparesWithPublisher('has the titles of the permissions that sources use', () => {
    const { permissions } = read<{ permissions: readonly { value: string; id: string; displayName: string }[] }>(
      'permissions.json',
    );
    const known = permissions.filter(({ value }) => graphPermissions[value] !== undefined);
    expect(known.length).toBeGreaterThan(20);
    for (const { value, id, displayName } of known)
      expect({ value, ...graphPermissions[value] }).toMatchObject({ value, id, title: displayName });
  });
});

describe('pathPermissions', () => {
  it('names the least permission first, whatever the parameters are called', () => {
    expect(pathPermissions('/v1.0/users/{userId}/presence')).toEqual({
      application: ['Presence.Read.All'],
      delegated: ['Presence.Read', 'Presence.Read.All'],
    });
  });

  it('is undefined for a path that the publisher does not list', () => {
    expect(pathPermissions('/v1.0/users/{userId}/thornbury')).toBeUndefined();
  });

  itComparesWithPublisher('knows every path that a read permission serves', () => {
    const { paths } = read<{ paths: Readonly<Record<string, { app: (string | null)[]; user: (string | null)[] }>> }>(
      'read-paths.json',
    );
    const served = Object.entries(paths).filter(([, { app, user }]) =>
      [...(app ?? []), ...(user ?? [])].some((name) => name !== null && onlyReads.test(name)),
    );
    expect(served.length).toBeGreaterThan(3_000);
    expect(served.filter(([path]) => pathPermissions(path) === undefined).map(([path]) => path)).toEqual([]);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { graphPermissions } from './graph-permissions.ts';

const published = new URL('../../../shared/graph/permissions.json', import.meta.url);
const there = existsSync(published);

describe('graphPermissions', () => {
  it('holds read permissions only', () => {
    for (const name of Object.keys(graphPermissions)) expect(name).toMatch(/\.Read(Basic)?(\.|$)|^Sites\.Selected$/);
  });

  it('gives each permission an id of its own', () => {
    const ids = Object.values(graphPermissions).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it(`equals what Microsoft publishes${there ? '' : ' (not compared: ../shared/graph is not here)'}`, () => {
    if (!there) return;
    const { permissions } = JSON.parse(readFileSync(published, 'utf8')) as {
      permissions: readonly { value: string; id: string; displayName: string }[];
    };
    for (const { value, id, displayName } of permissions) {
      const own = graphPermissions[value];
      if (own !== undefined) expect({ value, ...own }).toMatchObject({ value, id, title: displayName });
    }
  });
});

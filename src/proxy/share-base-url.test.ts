import { routeByName, shareBaseUrl } from './share-base-url.ts';
import { planOf, selectOf, tokenOf } from './testing/plans.ts';
import { pageOf, worldOf } from './testing/world.ts';

const userId = { userId: tokenOf('user-id') };
const people = { template: '/v1.0/users', shape: 'collection', query: [selectOf('id')] } as const;
const drive = { template: '/v1.0/drives/{userId}', parameters: userId } as const;
const directory = {
  name: 'directory',
  plan: planOf([people, { template: '/v1.0/users/{userId}', parameters: userId }]),
};
const files = { name: 'files', plan: planOf([people, drive, { template: '/beta/users', shape: 'collection' }]) };
const sites = { name: 'sites', plan: planOf([drive, { template: '/v1.0/sites', shape: 'collection' }]) };

describe('connectors that share a base URL', () => {
  const { route, connectors } = shareBaseUrl([directory, files, sites]);

  it.each([
    ['/v1.0/users?$top=5', 'directory'],
    ['/V1.0/Users/x', 'directory'],
    ['/v1.0/drives/x', 'files'],
    ['/v1.0/sites', 'sites'],
    ['/beta/sites', 'sites'],
    ['/beta/users', 'directory'],
    ['/v1.0/nothing', 'directory'],
    ['/v1.0', 'directory'],
    ['/v1.0//users', 'directory'],
    ['/v1.0/users/../sites', 'directory'],
  ])('lead %s to the first that has the path: %s', (target, name) => {
    expect(route(target)).toEqual({ name, target, shared: true });
  });

  it('lead a path to the one that spells more of it', () => {
    const changes = { name: 'changes', plan: planOf([{ template: '/v1.0/users/delta', shape: 'collection' }]) };
    const shared = shareBaseUrl([directory, changes]);

    expect(['delta', 'Delta', 'x'].map((last) => shared.route(`/v1.0/users/${last}`)?.name)).toEqual([
      'changes',
      'changes',
      'directory',
    ]);
    expect(shared.connectors.map(({ notFirst }) => notFirst)).toEqual([[], []]);
  });

  it('are reached by name, too', () => {
    expect(route('/sites/v1.0/users')).toEqual({ name: 'sites', target: '/v1.0/users', shared: false });
    expect(route('/sites/healthz')).toEqual({ name: 'sites', target: '/healthz', shared: false });
  });

  it.each(['/', '/users', '/nobody/v1.0/users', '/v1.0x/users', '/v2.0/users', 'https://x/v1.0/users', ''])(
    'lead %j nowhere',
    (target) => {
      expect(route(target)).toBeUndefined();
    },
  );

  it('know which of their endpoints another one answers', () => {
    expect(connectors.map(({ name, notFirst }) => [name, notFirst])).toEqual([
      ['directory', []],
      ['files', [0, 2]],
      ['sites', [0]],
    ]);
  });

  it('lead nowhere if there are none', () => {
    expect(shareBaseUrl([]).route('/v1.0/users')).toBeUndefined();
  });
});

describe('a link below a shared base URL', () => {
  const linkOf = async (given: { readonly shared?: boolean }, connector: object) => {
    const { world, call } = worldOf(directory.plan, connector);
    world.answers.push({ body: { value: [], '@odata.nextLink': 'https://graph.example/v1.0/users?$skiptoken=x' } });
    return String(pageOf(await call('/v1.0/users', given))['@odata.nextLink']);
  };

  it('stays on it if its path leads to the same connector', async () => {
    expect(await linkOf({ shared: true }, { notFirst: [1] })).toMatch(/^https:\/\/proxy\.example\/v1\.0\/users\?/);
  });

  it('names its connector if another one answers the path', async () => {
    expect(await linkOf({ shared: true }, { notFirst: [0] })).toMatch(
      /^https:\/\/proxy\.example\/directory\/v1\.0\/users\?/,
    );
  });

  it('has the base URL of the call if that is the connector’s own', async () => {
    expect(await linkOf({}, { notFirst: [0] })).toMatch(/^https:\/\/proxy\.example\/v1\.0\/users\?/);
  });
});

it('routes by name alone without a shared base URL', () => {
  const route = routeByName(new Set(['mail', 'v1']));
  expect(route('/mail/v1.0/users?$top=5')).toEqual({ name: 'mail', target: '/v1.0/users?$top=5', shared: false });
  expect([route('/v1.0/users'), route('/other/v1.0'), route('/mail')]).toEqual([undefined, undefined, undefined]);
});

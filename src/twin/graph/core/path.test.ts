import { routeMatcher } from './match-route.ts';
import { readPath } from './path.ts';

describe('readPath', () => {
  it.each([
    ['/v1.0/users', ['users']],
    ["/v1.0/users('a%40b.example')/events", ['users', 'a@b.example', 'events']],
    ["/v1.0/users('o''brien%40b.example')", ['users', "o'brien@b.example"]],
    ['/v1.0/users/delta()', ['users', 'delta']],
    ['/beta/users/microsoft.graph.delta', ['users', 'delta']],
    ["/v1.0/drives('b!x')/root/microsoft.graph.delta(token='abc')", ['drives', 'b!x', 'root', 'delta']],
    [
      "/v1.0/servicePrincipals(appId='1-2')/appRoleAssignments",
      ['servicePrincipals', 'appId=1-2', 'appRoleAssignments'],
    ],
    [
      '/v1.0/communications/callRecords/microsoft.graph.callRecords.getPstnCalls(fromDateTime=2026-01-01,toDateTime=2026-02-01)',
      ['communications', 'callRecords', 'getPstnCalls'],
    ],
    ["/v1.0/chats('19%3Aa%40thread.v2')/messages", ['chats', '19:a@thread.v2', 'messages']],
    ['/v1.0/sites/h.example,1-2,3-4/lists', ['sites', 'h.example,1-2,3-4', 'lists']],
    ['/v1.0/chats/19:a%2Fb@thread.v2', ['chats', '19:a/b@thread.v2']],
  ])('%s', (pathname, segments) => {
    expect(readPath(pathname).segments).toEqual(segments);
  });

  it('reads the arguments of functions', () => {
    expect([...readPath("/v1.0/drives/x/root/delta(token='a')").args]).toEqual([['token', 'a']]);
    expect([...readPath('/v1.0/x/getPstnCalls(fromDateTime=2026-01-01,toDateTime=2026-02-01)').args]).toEqual([
      ['fromdatetime', '2026-01-01'],
      ['todatetime', '2026-02-01'],
    ]);
  });

  it.each(['/v2.0/users', '/users', '/v1.0/users/%zz', "/v1.0/root/delta(token'x')"])('refuses %s', (pathname) => {
    expect(() => readPath(pathname)).toThrow();
  });
});

describe('routeMatcher', () => {
  const match = routeMatcher([
    { path: '/users/{user}' },
    { path: '/users/delta' },
    { path: '/drives/{drive}/activities', versions: ['beta'] as const },
  ]);

  it('prefers the literal, whatever its letter case', () => {
    expect(match(readPath('/v1.0/users/DELTA'))?.route.path).toBe('/users/delta');
    expect(match(readPath('/v1.0/Users/x'))?.params.get('user')).toBe('x');
  });

  it('refuses a version that the route does not have, and paths of another length', () => {
    expect(match(readPath('/v1.0/drives/x/activities'))).toBeUndefined();
    expect(match(readPath('/beta/drives/x/activities'))).toBeDefined();
    expect(match(readPath('/v1.0/users/x/y'))).toBeUndefined();
  });
});

import { normalizeLink } from './normalize-link.ts';

const graph = 'https://graph.microsoft.com';
const read = (path: string) => normalizeLink(`${graph}${path}`, graph);
const plainest = (path: string) => read(path)?.readings.at(-1)?.join('/');

describe('normalizeLink', () => {
  it.each([
    ["/v1.0/users('0f8f')/events?$skip=10", 'v1.0/users/0f8f/events'],
    ["/v1.0/users('o''brien%40contoso.example')/events", "v1.0/users/o'brien@contoso.example/events"],
    [
      '/v1.0/users(0f8fad5b-d9cb-469f-a165-70867728950e)/events',
      'v1.0/users/0f8fad5b-d9cb-469f-a165-70867728950e/events',
    ],
    ["/v1.0/users(id='0f8f')/events", 'v1.0/users/0f8f/events'],
    ['/v1.0/users/delta?$skiptoken=x', 'v1.0/users/delta'],
    ['/v1.0/users/delta()?$skiptoken=x', 'v1.0/users/delta'],
    ['/v1.0/users/microsoft.graph.delta()?$deltatoken=x', 'v1.0/users/delta'],
    ['/v1.0/users/microsoft.graph.delta?$deltatoken=x', 'v1.0/users/delta'],
    ["/v1.0/drives('b!x')/root/delta(token='a''b')", 'v1.0/drives/b!x/root/delta'],
    ["/v1.0/drives/b!x/root/microsoft.graph.delta(token='x')", 'v1.0/drives/b!x/root/delta'],
    ['/v1.0/drives/b!x/root/delta?token=x', 'v1.0/drives/b!x/root/delta'],
    [
      '/v1.0/communications/callRecords/microsoft.graph.callRecords.getPstnCalls(fromDateTime=2026-01-01,toDateTime=2026-02-01)?$skip=1000',
      'v1.0/communications/callRecords/getPstnCalls(fromDateTime=2026-01-01,toDateTime=2026-02-01)',
    ],
    ["/v1.0/chats('19%3Aabc%40thread.v2')/messages", 'v1.0/chats/19:abc@thread.v2/messages'],
    ["/beta/sites('a.example,1,2')/lists", 'beta/sites/a.example,1,2/lists'],
    ['/v1.0/x(a%2Cb)y', 'v1.0/x(a,b)y'],
    ["/v1.0/x('a','b')", "v1.0/x('a','b')"],
    ["/v1.0/users('a')b", "v1.0/users('a')b"],
    ["/v1.0/2users('a')", "v1.0/2users('a')"],
    ["/v1.0/users(uid='a')", "v1.0/users(uid='a')"],
    ['/v1.0/users(a b)', 'v1.0/users(a b)'],
    ['/v1.0/users(ID=a-b!1_2.3,c:d@e)', 'v1.0/users/a-b!1_2.3,c:d@e'],
    ["/v1.0/root/delta(xtoken='a')", "v1.0/root/delta(xtoken='a')"],
    ["/v1.0/root/delta(token='a',b=1)", "v1.0/root/delta(token='a',b=1)"],
    ["/v1.0/root/delta(TOKEN='')", 'v1.0/root/delta'],
    ['/v1.0/users/microsoft.graph.user-2', 'v1.0/users/microsoft.graph.user-2'],
    ['/v1.0/users/xmicrosoft.graph.user', 'v1.0/users/xmicrosoft.graph.user'],
    ['/v1.0/users/', 'v1.0/users'],
  ])('reads %s', (path, expected) => {
    expect(plainest(path)).toBe(expected);
  });

  it('keeps Graph’s own spelling, and encodes characters that no request line can carry', () => {
    expect(read("/v1.0/users('a')/events?$filter=a%20eq%20'b'&$skip=1")?.target).toBe(
      "/v1.0/users('a')/events?$filter=a%20eq%20'b'&$skip=1",
    );
    expect(read('/v1.0/users?$filter=a b"é')).toMatchObject({
      target: '/v1.0/users?$filter=a%20b%22%C3%A9',
      query: '$filter=a%20b%22%C3%A9',
    });
    expect(read('/v1.0/users')).toMatchObject({ target: '/v1.0/users', query: '' });
    expect(read('/v1.0/users?a?b')).toMatchObject({ query: 'a?b' });
  });

  it('takes the pinned host in any letter case and with its port', () => {
    expect(normalizeLink('https://Graph.Microsoft.com:443/v1.0/users', graph)).toBeDefined();
  });

  it.each([
    'https://evil.example/v1.0/users',
    'https://evil.example/https://graph.microsoft.com/v1.0/users',
    'xhttps://graph.microsoft.com/v1.0/users',
    ' https://graph.microsoft.com/v1.0/users',
    'https://graph.microsoft.com:4430/v1.0/users',
    'https://graph.microsoft.com.evil.example/v1.0/users',
    'https://graph.microsoft.com@evil.example/v1.0/users',
    'https://user@graph.microsoft.com/v1.0/users',
    'https://graph.microsoft.com:8443/v1.0/users',
    'https://graph.microsoft.com\\@evil.example/v1.0/users',
    'http://graph.microsoft.com/v1.0/users',
    '//graph.microsoft.com/v1.0/users',
    '/v1.0/users',
    'https://graph.microsoft.com',
    'https://graph.microsoft.com/v1.0/users#x',
    'https://graph.microsoft.com/v1.0/users/%FF',
    'https://graph.microsoft.com/v1.0/users/\ud800',
    'javascript:alert(1)',
    '',
  ])('refuses %j', (url) => {
    expect(normalizeLink(url, graph)).toBeUndefined();
  });
});

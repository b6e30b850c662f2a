import fc from 'fast-check';
import { longestTarget, originForm, parseTarget, prepareRefusal } from './read-call.ts';

const accepted = (text: string) => {
  const parsed = parseTarget(text);
  return parsed.ok ? parsed.target : parsed.why;
};

const refuses = (text: string) => !parseTarget(text).ok;

describe('parseTarget', () => {
  it('splits a path into segments that are decoded once', () => {
    expect(accepted('/v1.0/users/19%3Aabc%40thread.v2/%252e')).toEqual({
      path: '/v1.0/users/19%3Aabc%40thread.v2/%252e',
      query: undefined,
      segments: ['v1.0', 'users', '19:abc@thread.v2', '%2e'],
      pairs: [],
    });
  });

  it('splits a query into pairs that are decoded once, with + as a space', () => {
    expect(accepted("/users?%24top=5&$filter=mail+eq%20'a%2Bb'&flag&&x=")).toMatchObject({
      query: "%24top=5&$filter=mail+eq%20'a%2Bb'&flag&&x=",
      pairs: [
        { name: '$top', value: '5' },
        { name: '$filter', value: "mail eq 'a+b'" },
        { name: 'flag', value: undefined },
        { name: 'x', value: '' },
      ],
    });
  });

  it('reads a slash that is doubled after the version as one', () => {
    expect(accepted('/v1.0//users?$top=5')).toMatchObject({ path: '/v1.0/users', segments: ['v1.0', 'users'] });
    expect(accepted('/Beta//users')).toMatchObject({ segments: ['Beta', 'users'] });
  });

  it('reads a trailing slash as an empty last segment', () => {
    expect(accepted('/v1.0/users/')).toMatchObject({ segments: ['v1.0', 'users', ''] });
  });

  it.each([
    ['absolute form', 'https://graph.example/v1.0/users'],
    ['authority form', 'graph.example:443'],
    ['asterisk form', '*'],
    ['nothing', ''],
    ['a network path', '//evil.example/v1.0'],
    ['an empty segment', '/v1.0/users//events'],
    ['two empty segments', '/v1.0///users'],
    ['an empty segment before anything but a version', '/people//v1.0'],
    ['a dot segment', '/v1.0/./users'],
    ['a parent segment', '/v1.0/users/../groups'],
    ['a parent segment at the end', '/v1.0/users/..'],
    ['an encoded parent segment', '/v1.0/users/%2e%2e/groups'],
    ['a half-encoded parent segment', '/v1.0/users/.%2E/groups'],
    ['an encoded dot segment', '/v1.0/%2e/users'],
    ['an encoded slash', '/v1.0/users%2Fgroups'],
    ['an encoded backslash', '/v1.0/users%5cgroups'],
    ['a backslash', '/v1.0\\users'],
    ['an encoded NUL', '/v1.0/users%00'],
    ['an encoded line feed', '/v1.0/users%0a'],
    ['a C1 control character', '/v1.0/users%C2%85'],
    ['a semicolon in the path', '/v1.0/users;v=1'],
    ['an encoded semicolon in the path', '/v1.0/users%3Bv=1'],
    ['a fragment', '/v1.0/users#x'],
    ['a broken percent sign', '/v1.0/users/100%'],
    ['a broken percent sign in the query', '/v1.0/users?a=%G1'],
    ['bytes that are not UTF-8', '/v1.0/users/%FF'],
    ['an overlong encoding of a slash', '/v1.0/users/%C0%AF'],
    ['bytes that are not UTF-8 in the query', '/v1.0/users?a=%C3'],
    ['a name that is not UTF-8', '/v1.0/users?%C3=a'],
    ['a control character in the query', '/v1.0/users?a=%0d%0aHost:x'],
    ['a control character in a query name', '/v1.0/users?a%00=1'],
    ['a space', '/v1.0/us ers'],
    ['a letter outside ASCII', '/v1.0/üsers'],
    ['a quote character', '/v1.0/users?a="x"'],
    ['a tab that URL parsers drop', '/v1.0/us\ters'],
    ['what is too long', `/${'a'.repeat(longestTarget)}`],
  ])('refuses %s, with a reason', (_, text) => {
    expect(parseTarget(text)).toEqual({ ok: false, why: expect.stringMatching(/^(?:the|a) (?:target|path|query) /) });
  });

  it('refuses without repeating anything of the target', () => {
    for (const text of ['alice@contoso.example', '/alice%2f', '/alice?x=%GG', '/%FFalice', '/alice?%FF'])
      expect(accepted(text)).not.toContain('alice');
  });

  const piece = fc.constantFrom(
    ...['/', '//', '.', '..', '%2e', '%2E', '%2f', '%5C', '\\', '?', '&', '=', ';', '#', '%', '%00', '%C3%A9', '%FF'],
    ...[
      'a',
      'v1.0',
      "users('x')",
      '$top',
      '%24',
      '+',
      "'",
      ':',
      '@',
      '~',
      '"',
      ' ',
      '\t',
      '\n',
      'é',
      '{',
      '|',
      '^',
      '%7F',
    ],
  );
  const target = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join('')}`),
    fc.string({ unit: 'binary-ascii', maxLength: 30 }).map((text) => `/${text}`),
    fc.webPath().map((path) => path || '/'),
    fc.tuple(fc.webPath(), fc.webQueryParameters()).map(([path, query]) => `${path || '/'}?${query}`),
  );

  it('agrees with the WHATWG URL parser on everything that it accepts', () => {
    fc.assert(
      fc.property(target, (text) => {
        const parsed = parseTarget(text);
        if (!parsed.ok) return;
        const { path, query, segments, pairs } = parsed.target;
        const url = new URL(`https://graph.example${text.replace(/^(\/(?:v1\.0|beta))\/\//i, '$1/')}`);
        expect([url.origin, url.username, url.hash]).toEqual(['https://graph.example', '', '']);
        expect(url.pathname).toBe(path);
        expect(url.pathname.slice(1).split('/').map(decodeURIComponent)).toEqual(segments);
        expect(url.search.slice(1)).toBe((query ?? '').replaceAll("'", '%27'));
        expect([...url.searchParams]).toEqual(pairs.map(({ name, value = '' }) => [name, value]));
      }),
      { numRuns: 8_000 },
    );
  });

  it('refuses every target that the WHATWG URL parser would change', () => {
    fc.assert(
      fc.property(target, (text) => {
        const url = new URL(`https://graph.example${text.startsWith('//') ? `/.${text}` : text}`);
        const same = `${url.pathname}${url.search}${url.hash}`.replaceAll('%27', "'") === text.replaceAll('%27', "'");
        return same || refuses(text) || text.endsWith('?');
      }),
      { numRuns: 8_000 },
    );
  });
});

describe('originForm', () => {
  it('returns path and query of a URL unchanged', () => {
    expect(originForm('https://graph.microsoft.com/v1.0/users?$top=5')).toBe('/v1.0/users?$top=5');
    expect(originForm('https://graph.microsoft.com/v1.0/%2e%2e')).toBe('/v1.0/%2e%2e');
    expect(originForm('https://graph.microsoft.com')).toBe('/');
    expect(originForm('https://graph.microsoft.com?x=1')).toBe('/?x=1');
    expect(originForm('/v1.0/users')).toBe('/v1.0/users');
    expect(originForm('v1.0')).toBe('v1.0');
  });
});

describe('the refusal of a call that no endpoint accepts', () => {
  const elsewhere = [
    {
      servedBy: 'connector calendar serves it',
      pathTemplates: ['/v1.0/users/{userId}/events', '/v1.0/{any}/{id}/{part}'],
    },
    { servedBy: 'extra photos serves it', pathTemplates: ['/v1.0/users/{userId}/photos', '/v1.0/{kind}/{id}'] },
    {
      servedBy: 'connector groups serves it',
      pathTemplates: ['/v1.0/groups/delta', '/v1.0/sites/getByPath(path={path})'],
    },
  ];
  const detailOf = (path: string, { onPath = false, near = '' } = {}) => {
    const parsed = parseTarget(path);
    if (!parsed.ok) throw new Error(parsed.why);
    const nearest = near === '' ? undefined : { pathTemplate: near };
    const input = { method: 'GET', target: parsed.target, headers: {} } as const;
    return prepareRefusal(elsewhere)(input, { why: 'no rule', nearest, onPath }).detail;
  };

  it.each([
    ['/v1.0/users/x/events', 'connector calendar serves it'],
    ['/V1.0/USERS/x/EVENTS', 'connector calendar serves it'],
    ['/v1.0/users/x/photos', 'extra photos serves it'],
    ['/v1.0/users/x/other', 'connector calendar serves it'],
    ['/v1.0/teams/x', 'extra photos serves it'],
    ['/v1.0/groups/microsoft.graph.delta()', 'connector groups serves it'],
    ["/v1.0/sites/getByPath(path='a')", 'connector groups serves it'],
  ])('names what serves %s elsewhere, by the template with the most literals: %s', (path, servedBy) => {
    expect(detailOf(path)).toBe(`no endpoint of the rules has this path; ${servedBy}`);
  });

  it.each([
    '/v1.0',
    '/v1.0/users',
    '/v1.0/a/b/c/d',
    '/v1.0/users/',
    '/v1.0/users/microsoft.graph.user',
    '/beta/users/x',
  ])('names nothing for %s, which nothing serves', (path) => {
    expect(detailOf(path)).toBe('no rule');
  });

  it('names the nearest endpoint', () => {
    expect(detailOf('/v1.0/users', { near: '/v1.0/users/{userId}' })).toBe(
      'no rule (nearest endpoint: /v1.0/users/{userId})',
    );
    expect(detailOf('/v1.0/users/x/events', { onPath: true, near: '/v1.0/x' })).toBe(
      'no rule (nearest endpoint: /v1.0/x)',
    );
  });

  it.each(['$count', '$links', '$metadata', '$ref', '$value'])('names the system segment %s', (segment) => {
    expect(detailOf(`/v1.0/users/x/${segment.toUpperCase()}`)).toBe(
      `no endpoint of the rules has ${segment} at this path`,
    );
  });

  it('says that there is no signed-in user, and no batch', () => {
    expect(detailOf('/v1.0/Me/events')).toContain('/users/');
    expect(detailOf('/v1.0/users/me')).not.toContain('signed-in');
    expect(detailOf('/v1.0/$batch')).toContain('$batch');
  });
});

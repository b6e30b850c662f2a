import { readFileSync } from 'node:fs';
import { checkResponse, consentMissing, graphCode } from './check-response.ts';

type List = {
  readonly title: string;
  readonly page: string;
  readonly source: string;
  readonly complete: boolean;
  readonly words: readonly string[];
};

const { lists } = JSON.parse(
  readFileSync(new URL('../graph-types/published/error-codes.json', import.meta.url), 'utf8'),
) as { readonly lists: readonly List[] };

const codeOf = (error: unknown): string | undefined => graphCode(Buffer.from(JSON.stringify({ error })));

describe('graphCode', () => {
  it.each([
    ['the outer word', { code: 'itemNotFound', innerError: { code: 'ErrorItemNotFound' } }, 'itemNotFound'],
    [
      'the inner word of an unknown outer one',
      { code: 'alice', innerError: { code: 'ErrorItemNotFound' } },
      'ErrorItemNotFound',
    ],
    ['the inner word in older spelling', { innererror: { code: 'Forbidden' } }, 'Forbidden'],
    ['no unknown word', { code: 'alice', innerError: { code: 'bob' } }, undefined],
    ['no several words at once', { code: 'itemNotFound accessDenied' }, undefined],
    ['no empty word', { code: '' }, undefined],
  ])('returns %s', (_what, error, code) => {
    expect(codeOf(error)).toBe(code);
  });

  it.each(['TimeZoneNotSupportedException', 'NoPermissionsInAccessToken', 'MailboxInfoStale', 'RequestThrottled'])(
    'returns %s, which Graph writes though its reference does not list it',
    (code) => {
      expect(codeOf({ code, message: 'wren@contoso.example' })).toBe(code);
    },
  );

  it.each([
    [{ code: 'Request_ResourceNotFound', message: { value: 'wren@contoso.example' } }, 'Request_ResourceNotFound'],
    [{ code: 'wren@contoso.example' }, undefined],
    ['Request_ResourceNotFound', undefined],
  ])('reads errors in the spelling of the older directory API: %j', (error, code) => {
    expect(graphCode(Buffer.from(JSON.stringify({ 'odata.error': error })))).toBe(code);
  });

  it.each(lists.map((list) => [list.title, list] as const))('returns every word of the list "%s"', (_title, list) => {
    const refused = list.words.filter((word) => codeOf({ code: word }) !== word);

    expect(refused).toEqual([]);
  });

  it('has the seventeen codes that Graph requires every client to know', () => {
    const basic = lists.find(({ page }) => page.endsWith('#code-property'));

    expect(basic?.words).toHaveLength(17);
    expect(basic?.words).toEqual(expect.arrayContaining(['accessDenied', 'extensionError', 'unauthenticated']));
  });

  it.each(lists)('names a page of Microsoft and a source for the list "$title"', ({ page, source, words }) => {
    expect(page).toMatch(/^https:\/\/learn\.microsoft\.com\/[^\s]+$/);
    expect(source).toMatch(/\S/);
    expect(words.length).toBeGreaterThan(0);
  });

  it.each(lists)('contains only words, with nothing that could name a person, in "$title"', ({ words }) => {
    expect(words.filter((word) => !/^[A-Za-z]+(?:(?:_|--)[A-Za-z]+)*$/.test(word))).toEqual([]);
    expect(new Set(words).size).toBe(words.length);
  });
});

describe('checkResponse', () => {
  const now = Date.UTC(2026, 2, 1);
  const check = (status: number, code?: string, missing: readonly string[] = [], headers = {}) =>
    checkResponse({ status, headers, body: Buffer.from(JSON.stringify({ error: { code } })) }, missing, now);

  it.each([200, 204, 299])('lets %d be sanitized, whatever its body says', (status) => {
    expect(check(status, 'itemNotFound', ['User.Read.All'])).toBeUndefined();
  });

  const unknown = 'it answered with a status that HTTP does not know as an answer';
  const redirect = 'it answered with a redirect, which is never followed';
  it.each([
    [100, unknown],
    [199, unknown],
    [300, redirect],
    [302, redirect],
    [399, redirect],
    [304, 'it answered 304 Not Modified, though no condition was sent'],
    [600, unknown],
  ])('turns %d into a 502, without a word of its body', (status, detail) => {
    expect(check(status, 'itemNotFound', ['User.Read.All'])).toEqual({
      code: 'Graphveil.UpstreamRefused',
      status: 502,
      detail,
    });
  });

  it.each([
    [400, 'Graphveil.UpstreamRefused'],
    [404, 'Graphveil.NotFound'],
    [409, 'Graphveil.UpstreamRefused'],
    [429, 'Graphveil.Throttled'],
    [499, 'Graphveil.UpstreamRefused'],
    [500, 'Graphveil.UpstreamUnavailable'],
    [501, 'Graphveil.UpstreamRefused'],
    [503, 'Graphveil.UpstreamUnavailable'],
    [599, 'Graphveil.UpstreamUnavailable'],
  ])('passes %d on as %s with its word', (status, code) => {
    expect(check(status, 'generalException', ['User.Read.All'])).toMatchObject({
      code,
      status,
      graphCode: 'generalException',
    });
    expect(check(status, 'alice')).not.toHaveProperty('graphCode');
    expect(check(status, 'alice')).not.toHaveProperty('detail');
  });

  it('passes 410 on with the word that Graph has for an old link', () => {
    expect(check(410)).toMatchObject({ code: 'Graphveil.LinkExpired', graphCode: 'resyncRequired' });
    expect(check(410, 'syncStateNotFound')).toMatchObject({ graphCode: 'syncStateNotFound' });
  });

  it.each([401, 403])('names the missing permissions for %d', (status) => {
    const missing = ['User.Read.All', 'Mail.Read'];
    expect(check(status, 'Forbidden', missing)).toEqual(consentMissing(missing));
    expect(consentMissing(missing)).toEqual({
      code: 'Graphveil.ConsentMissing',
      detail: 'missing are User.Read.All, Mail.Read',
      missingPermissions: missing,
      headers: { 'retry-after': '60' },
    });
  });

  it('calls a 401 of a complete token a failed sign-in', () => {
    const failed = {
      code: 'Graphveil.SignInFailed',
      detail: 'Graph does not accept the access token, though it has every role',
    };
    expect(check(401)).toEqual(failed);
    expect(check(401, 'InvalidAuthenticationToken')).toEqual({ ...failed, graphCode: 'InvalidAuthenticationToken' });
  });

  it.each([
    ['ErrorAccessDenied', 'an application access policy or role scope of Exchange leaves this mailbox out'],
    ['Forbidden', 'Teams also asks for an application access policy for this person'],
    ['Unauthorized', 'Teams also asks for an application access policy for this person'],
    ['accessDenied', 'a policy of the tenant, a license or a scope speaks against this one'],
    [undefined, 'a policy of the tenant, a license or a scope speaks against this one'],
  ])('gives the usual cause of a 403 with the word %s', (word, cause) => {
    expect(check(403, word)?.detail).toBe(`no expected permission is missing; ${cause}`);
  });

  it('reads errors of up to 65,536 bytes, and none that is not JSON', () => {
    const padded = (length: number) => Buffer.from('{"error":{"code":"itemNotFound"}}'.padEnd(length));
    expect(graphCode(padded(65_536))).toBe('itemNotFound');
    expect(graphCode(padded(65_537))).toBeUndefined();
    for (const text of [
      '',
      'itemNotFound',
      '{',
      'null',
      '[]',
      '{"error":null}',
      '{"error":[]}',
      '{"error":"itemNotFound"}',
    ])
      expect([text, graphCode(Buffer.from(text))]).toEqual([text, undefined]);
  });
});

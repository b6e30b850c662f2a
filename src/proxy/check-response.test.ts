import { readFileSync } from 'node:fs';
import { graphCode } from './check-response.ts';

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

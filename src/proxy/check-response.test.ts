import { graphCode } from './check-response.ts';

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
});

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
});

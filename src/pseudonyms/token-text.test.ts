import { isTokenLike, splitToken, tokenText } from './token-text.ts';

const body = 'A'.repeat(43);

describe('isTokenLike', () => {
  it.each([`t~${body}`, `p~${body}`, `p~${body}-_9`, `t~${body}@veldt.example`, `p~${body}@h~${body}`])(
    'knows %s',
    (text) => {
      expect(isTokenLike(text)).toBe(true);
    },
  );

  it.each([
    '',
    `q~${body}`,
    `p~${body.slice(1)}`,
    `P~${body}`,
    `p%7E${body}`,
    ` p~${body}`,
    `p~${body} `,
    `p~${body}\n`,
    `p~${body}@`,
    `p~${body}@h~short`,
    `p~${body}@a@b.example`,
    `p~${body}=`,
  ])('refuses %j', (text) => {
    expect(isTokenLike(text)).toBe(false);
  });
});

describe('splitToken', () => {
  it.each([
    ['t', undefined],
    ['p', undefined],
    ['p', 'veldt.example'],
    ['p', `h~${body}`],
  ] as const)('takes apart what tokenText put together: %s, %s', (kind, suffix) => {
    const text = tokenText(kind, body, suffix);
    expect(splitToken(text)).toEqual({ kind, body, ...(suffix !== undefined && { suffix }) });
  });

  it.each(['', 'p~', `p~${body}.`, `x~${body}`, `p~${body}@a\nb`])('refuses %j', (text) => {
    expect(splitToken(text)).toBeUndefined();
  });
});

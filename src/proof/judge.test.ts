import { judgeKeep, judgeTransform } from './judge.ts';

const place = { path: 'id', type: 'string', class: 'opaque-id' } as const;

describe('judgeKeep', () => {
  it('refuses any text without a reason, wherever the Plan comes from', () => {
    const { gaps } = judgeKeep({ node: 'keep', format: { format: 'any' } }, place);

    expect(gaps).toMatchObject([{ code: 'proof/keeps-without-reason' }]);
  });

  it('describes how a value is kept', () => {
    const number = judgeKeep({ node: 'keep', format: { format: 'none' } }, { ...place, type: 'number[]' });
    const words = judgeKeep({ node: 'keep', format: { format: 'identifier', members: ['a'] } }, place);

    expect([number.how, words.how]).toEqual(['as it is', 'identifier']);
  });
});

describe('judgeTransform', () => {
  it('rejects a pseudonym that contains the original value', () => {
    const options = { of: 'user-id', encoding: 'JSON', includeOriginal: true };
    const { gaps } = judgeTransform({ node: 'transform', transform: 'pseudonymize', options }, place);

    expect(gaps).toMatchObject([{ code: 'proof/lets-anything-through' }]);
  });

  it('names its relevant options', () => {
    const how = (transform: string, options: Record<string, string | boolean>): string =>
      judgeTransform({ node: 'transform', transform, options }, place).how;

    expect(how('pseudonymize', { of: 'user-id', includeReversible: true, domain: 'drop' })).toBe(
      'pseudonymize, reversible, without domain',
    );
    expect(how('pseudonymize', { of: 'user-id', domain: 'hash' })).toBe('pseudonymize, domain hashed');
    expect(how('truncateTime', { unit: 'month' })).toBe('truncateTime, month');
  });
});

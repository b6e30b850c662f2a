import { proveAll } from './prove-all.ts';

describe('the gate', () => {
  const { hostile, harmless, leaks, falseAlarms } = proveAll(7, 200, 60);

  it('rejects every hostile file', () => {
    expect(hostile).toHaveLength(200);
    expect(leaks).toEqual([]);
  });

  it('covers every kind of attack', () => {
    expect([...new Set(hostile.map(({ kind }) => kind))].sort()).toEqual(
      ['expression', 'header', 'kept', 'pathQuestion', 'queryQuestion', 'typeLie', 'wordList'].sort(),
    );
  });

  it('proves every harmless file', () => {
    expect(harmless).toHaveLength(60);
    expect(falseAlarms).toEqual([]);
  });
});

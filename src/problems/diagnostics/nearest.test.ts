import { nearest, suggest } from './nearest.ts';

describe('nearest', () => {
  const known = ['response', 'entity', 'collection', 'allowedRequestHeaders'];

  it.each([
    ['responze', 'response'],
    ['repsonse', 'response'],
    ['ENTITY', 'entity'],
    ['colection', 'collection'],
    ['allowedRequestHeader', 'allowedRequestHeaders'],
  ])('finds for %s the name %s', (written, meant) => {
    expect(nearest(written, known)).toBe(meant);
  });

  it.each(['', 'x', 'transforms', 'something else entirely'])('finds nothing near %p', (written) => {
    expect(nearest(written, known)).toBeUndefined();
  });

  it('suggests the nearest name, otherwise the given hint', () => {
    expect(suggest('entty', known, 'look it up')).toBe('did you mean entity?');
    expect(suggest('zzz', known, 'look it up')).toBe('look it up');
  });
});

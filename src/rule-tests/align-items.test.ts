import { alignItems } from './align-items.ts';

type Item = { readonly name: string; readonly parts?: readonly string[] };

/** Drops `x`, doubles every text and writes lists backward. */
const sanitize = (before: unknown): unknown => {
  const { value } = before as { readonly value: readonly Item[] };
  const made = value
    .filter(({ name }) => name !== 'x')
    .map(({ name, parts }) => ({
      name: name + name,
      ...(parts && { parts: parts.map((part) => part + part).reverse() }),
    }));
  return { value: made.reverse() };
};

describe('alignItems', () => {
  it('puts lists, and lists inside of items, in the order in which they are written', async () => {
    const before = { value: [{ name: 'a', parts: ['p', 'q'] }, { name: 'b' }, { name: 'c', parts: ['r', 's', 't'] }] };
    expect(await alignItems(before, sanitize)).toEqual({
      value: [{ name: 'c', parts: ['t', 's', 'r'] }, { name: 'b' }, { name: 'a', parts: ['q', 'p'] }],
    });
  });

  it('puts dropped items last', async () => {
    const before = { value: [{ name: 'x' }, { name: 'a' }, { name: 'b' }] };
    expect(await alignItems(before, sanitize)).toEqual({ value: [{ name: 'b' }, { name: 'a' }, { name: 'x' }] });
  });

  it('leaves a document without lists unchanged', async () => {
    expect(await alignItems({ name: { first: 'a' } }, () => ({}))).toEqual({ name: { first: 'a' } });
  });
});

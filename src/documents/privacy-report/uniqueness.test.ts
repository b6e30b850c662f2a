import { uniquenessOf } from './uniqueness.ts';

const person = (id: string, usageLocation: string, month: string, aliases = 1) => ({
  id: `p~${id}`,
  usageLocation,
  createdDateTime: month,
  proxyAddresses: Array.from({ length: aliases }, (_, index) => `t~${id}${index}`),
});

describe('uniquenessOf', () => {
  it('counts the items whose kept properties equal no other item’s', () => {
    const items = [person('a', 'DE', '2025-01'), person('b', 'DE', '2025-01'), person('c', 'DE', '2025-02')];
    expect(uniquenessOf(items)).toMatchObject({ items: 3, unique: 1, share: 1 / 3, amongFewerThanFive: 3 });
  });

  it('counts nothing by pseudonyms, but by how many there are', () => {
    expect(uniquenessOf([person('a', 'DE', '2025-01'), person('b', 'DE', '2025-01')]).unique).toBe(0);
    expect(uniquenessOf([person('a', 'DE', '2025-01', 2), person('b', 'DE', '2025-01')]).unique).toBe(2);
  });

  it('counts by how many share a pseudonym, as the size of a department shows', () => {
    const of = (id: string, department: string) => ({ id: `p~${id}`, department: `t~${department}` });
    expect(uniquenessOf([of('a', 'x'), of('b', 'y'), of('c', 'y')]).unique).toBe(1);
  });

  it('lists the properties that differ, the most telling first', () => {
    const items = [person('a', 'DE', '2025-01'), person('b', 'FR', '2025-02'), person('c', 'DE', '2025-03')];
    expect(uniquenessOf(items).properties).toEqual([
      { path: 'createdDateTime', unique: 3, values: 3 },
      { path: 'usageLocation', unique: 1, values: 2 },
    ]);
  });

  it('gives no share of no items', () => {
    expect(uniquenessOf([])).toEqual({ items: 0, unique: 0, share: 0, amongFewerThanFive: 0, properties: [] });
  });

  it('orders properties by unique values, then by values, then by name', () => {
    const items = [
      { d: 1, c: 1, b: 1, a: 1 },
      { d: 2, c: 1, b: 2, a: 2 },
      { d: 2, c: 2, b: 2, a: 2 },
      { d: 3, c: 2, b: 1, a: 1 },
      { d: 3, c: 2, b: 1, a: 1 },
    ];

    expect(uniquenessOf(items).properties.map(({ path, unique, values }) => [path, unique, values])).toEqual([
      ['d', 1, 3],
      ['a', 0, 2],
      ['b', 0, 2],
      ['c', 0, 2],
    ]);
  });

  it('counts items that share their kept properties with at most three others', () => {
    const of = (count: number) => Array.from({ length: count }, () => ({ month: String(count) }));

    expect(uniquenessOf([...of(4), ...of(5)])).toMatchObject({ unique: 0, amongFewerThanFive: 4 });
  });

  it('takes items for equal whatever the order of their properties and of their lists', () => {
    const items = [
      { a: 1, b: ['x', 'y'], c: { d: null, e: 2 } },
      { c: { e: 2, d: null }, b: ['y', 'x'], a: 1 },
    ];

    expect(uniquenessOf(items)).toMatchObject({ unique: 0, properties: [] });
  });

  it('distinguishes absent properties, and texts that only look like pseudonyms', () => {
    expect(uniquenessOf([{ a: 1 }, { a: 1, b: 2 }]).unique).toBe(2);
    expect(uniquenessOf([{ a: 'p~x' }, { a: 'p~y' }]).unique).toBe(0);
    expect(uniquenessOf([{ a: 'xp~x' }, { a: 'xp~y' }]).unique).toBe(2);
    expect(uniquenessOf([{ a: ['t~x', 't~x'] }, { a: ['t~x'] }, { a: [null, 5] }]).unique).toBe(3);
  });

  it('orders equally unique properties by their number of values', () => {
    const items = [1, 2, 3, 4, 5, 6].map((n) => ({ a: n > 3, z: Math.ceil(n / 2) }));

    expect(uniquenessOf(items).properties.map(({ path, unique, values }) => [path, unique, values])).toEqual([
      ['z', 0, 3],
      ['a', 0, 2],
    ]);
  });
});

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
});

import { hashesIn, isList, isObject, type Json, textsOf } from './json.ts';
import type { Truth } from './truth.ts';

/** Numbers of what replies have. */
export type Contents = { readonly records: number; readonly properties: number; readonly pseudonyms: number };

export const noContents: Contents = { records: 0, properties: 0, pseudonyms: 0 };

export const addContents = (one: Contents, other: Contents): Contents => ({
  records: one.records + other.records,
  properties: one.properties + other.properties,
  pseudonyms: one.pseudonyms + other.pseudonyms,
});

const propertiesIn = (value: Json): number => {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + propertiesIn(item), 0);
  if (!isObject(value)) return 1;
  return Object.values(value).reduce<number>((sum, member) => sum + propertiesIn(member), 0);
};

/** Counts the records, values and pseudonyms of people inside in a reply. */
export const contentsOf = (reply: Json, truth: Pick<Truth, 'of'>): Contents => {
  const listed = isObject(reply) ? reply['value'] : undefined;
  return {
    records: isList(listed) ? listed.length : 1,
    properties: propertiesIn(reply),
    pseudonyms: textsOf(reply).filter((text) => truth.of(text) === 'inside').length,
  };
};

/** Counts the pseudonyms of people outside. */
export const foreignIn = (reply: Json, truth: Pick<Truth, 'of'>): number =>
  textsOf(reply).filter((text) => truth.of(text) === 'outside').length;

/** Lists have the order of their pseudonyms, which differs if some are missing. */
const inOrder = (value: Json): Json => {
  if (isList(value))
    return value
      .map(inOrder)
      .map((item) => ({ item, text: JSON.stringify(item) }))
      .sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)))
      .map(({ item }) => item);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, inOrder(value[name] as Json)]),
  );
};

/** Describes a value without quoting it. */
const sortOf = (value: Json | undefined): string => {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (isList(value)) return `a list of ${value.length}`;
  if (isObject(value)) return `an object with ${Object.keys(value).join(', ') || 'nothing'}`;
  return typeof value === 'string' && hashesIn(value).length > 0 ? 'a pseudonym' : `a ${typeof value}`;
};

/** Returns the first difference of two values in the same order; undefined if they are equal. */
const differenceAt = (path: string, expected: Json | undefined, actual: Json | undefined): string | undefined => {
  if (JSON.stringify(expected) === JSON.stringify(actual)) return undefined;
  if (isList(expected) && isList(actual) && expected.length === actual.length)
    for (const [index, item] of expected.entries()) {
      const found = differenceAt(`${path}[]`, item, actual[index]);
      if (found !== undefined) return found;
    }
  if (isObject(expected) && isObject(actual))
    for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const found = differenceAt(path === '' ? name : `${path}.${name}`, expected[name], actual[name]);
      if (found !== undefined) return found;
    }
  return `${path || 'the reply'} has ${sortOf(actual)}, expected ${sortOf(expected)}`;
};

/** Describes the first difference between a reply and the expected one, without quoting a value. */
export const differenceOf = (expected: Json, actual: Json): string | undefined =>
  differenceAt('', inOrder(expected), inOrder(actual));

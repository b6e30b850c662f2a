import type { GraphVersion } from '../../graph-types/index.ts';
import { everyProperty, type Holds, hasProperties, type Known } from './every-property.ts';

const deepest = 4;

const memberOf = (
  property: Holds,
  version: GraphVersion,
  known: Known,
  value: string,
  around: readonly string[],
): unknown => {
  const { type, collection, navigation } = property;
  const isObject = hasProperties(type, version, known);
  if (!isObject || type === undefined) return collection ? [value] : value;
  if (around.length >= deepest || around.includes(type)) return undefined;
  const depth = navigation ? [...around, type, ...new Array<string>(deepest - 2).fill('')] : [...around, type];
  const object = plantType(type, version, known, value, depth);
  return collection ? [object] : object;
};

/** A value of one of Microsoft's types with the same text at every property, a few levels deep; no rule is looked at. */
export const plantType = (
  type: string,
  version: GraphVersion,
  known: Known,
  value: string,
  around: readonly string[] = [type],
): Record<string, unknown> =>
  Object.fromEntries(
    [...everyProperty(type, version, known)]
      .map(([name, property]) => [name, memberOf(property, version, known, value, around)] as const)
      .filter(([, member]) => member !== undefined),
  );

const common = [
  'id',
  'displayName',
  'name',
  'mail',
  'email',
  'emailAddress',
  'userPrincipalName',
  'subject',
  'title',
  'description',
  'body',
  'content',
  'webUrl',
  'phone',
  'createdBy',
];

/** An object with the names that rules speak of and those that are common, for answers of which no type is known. */
export const plantNames = (names: readonly string[], value: string): Record<string, unknown> =>
  Object.fromEntries([...new Set([...names, ...common])].map((name) => [name, value]));

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

/**
 * Creates a value of one of Microsoft's types with the same text in every property, a few levels deep, independent of
 * rules.
 */
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

/** Creates an object with the names in the rules and common names, for responses of unknown type. */
export const plantNames = (names: readonly string[], value: string): Record<string, unknown> =>
  Object.fromEntries([...new Set([...names, ...common])].map((name) => [name, value]));

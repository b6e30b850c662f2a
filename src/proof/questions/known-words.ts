import type { GraphVersion, TypeIndex } from '../../graph-types/index.ts';
import { kinds } from '../../plan/index.ts';

/**
 * Fixed values of Graph's own query parameters that no enum of the types package lists. Source: the reference page of
 * each (learn.microsoft.com/graph/api): model of getAllMessages, changeType of message delta, token of driveItem delta,
 * period of usage reports.
 */
const ofParameters: ReadonlyMap<string, readonly string[]> = new Map([
  ['model', ['A', 'B']],
  ['changetype', ['created', 'updated', 'deleted']],
  ['token', ['latest']],
  ['$deltatoken', ['latest']],
  ['period', ['D7', 'D30', 'D90', 'D180']],
  ['includehiddenfolders', ['true', 'false']],
  ['includehiddenmessages', ['true', 'false']],
]);

/** Graph's headers whose values can't query anything about people. */
export const knownHeaders: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'client-request-id',
  'consistencylevel',
  'return-client-request-id',
]);

/** Names that replace an id: `inbox`, `root`. */
const wellKnownNames: ReadonlySet<string> = new Set(
  Object.values(kinds).flatMap((kind): readonly string[] => ('names' in kind ? kind.names : [])),
);

/** True for a text that names one item of a collection and is the same in every tenant. */
export const isWellKnownName = (text: string): boolean => wellKnownNames.has(text.toLowerCase());

const memo = new WeakMap<object, ReadonlySet<string>>();

/** Returns all enum members of a version, in lower case. */
const enumMembers = (types: TypeIndex, version: GraphVersion): ReadonlySet<string> => {
  const known = memo.get(types[version]);
  if (known !== undefined) return known;
  const members = new Set(
    Object.values(types[version]).flatMap((type) => (type.members ?? []).map((member) => member.toLowerCase())),
  );
  memo.set(types[version], members);
  return members;
};

/** True if Microsoft publishes the word for this parameter or as a member of one of its enums. */
export const isMicrosoftWord = (parameter: string, word: string, version: GraphVersion, types: TypeIndex): boolean =>
  ofParameters.get(parameter.toLowerCase())?.includes(word) === true ||
  enumMembers(types, version).has(word.toLowerCase());

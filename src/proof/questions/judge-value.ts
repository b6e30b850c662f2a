import type { GraphVersion, TypeIndex } from '../../graph-types/index.ts';
import { fitsPlainKind, isKindName, kinds } from '../../plan/index.ts';
import type { ValuePlan } from '../../rules/plan/index.ts';
import { isMicrosoftWord, isWellKnownName } from './known-words.ts';
import type { QuestionCode } from './question-gaps.ts';

/** The use of a value: as the key of one item in a collection, or as an argument or option for all of them. */
export type ValueUse = {
  readonly name: string;
  readonly place: 'key' | 'argument' | 'option';
  readonly version: GraphVersion;
  readonly types: TypeIndex;
  /** True if replies contain plain ids of this kind. */
  readonly plainIds: (kind: string) => boolean;
};

/** OData's paging parameters, whose numbers reveal nothing about content. */
const paging = new Set(['$top', '$skip']);

/** True if plain ids are accepted, not only the well-known names of the kind; those of declared kinds never are. */
const takesPlainIds = ({ kind = '', declared }: ValuePlan): boolean =>
  declared === undefined && (!isKindName(kind) || fitsPlainKind(kind, kinds[kind].example));

const judgeWords = (words: readonly string[], { name, place, version, types }: ValueUse): QuestionCode | undefined => {
  const known = (word: string): boolean =>
    place === 'key' ? isWellKnownName(word) : isWellKnownName(word) || isMicrosoftWord(name, word, version, types);
  return words.every(known) ? undefined : 'proof/takes-foreign-words';
};

const judgeNumber = ({ minimum, maximum }: ValuePlan, { name, place }: ValueUse): QuestionCode | undefined => {
  if (place === 'option' && paging.has(name.toLowerCase())) return undefined;
  return minimum === undefined || maximum === undefined ? 'proof/takes-unbounded-number' : undefined;
};

/** Returns the problem of a value that a caller may supply; undefined if it can't identify anybody. */
export const judgeValue = (value: ValuePlan, use: ValueUse): QuestionCode | undefined => {
  const { type, kind, token, enum: words, pattern, oneOf } = value;
  if (oneOf !== undefined) return oneOf.map((each) => judgeValue(each, use)).find((code) => code !== undefined);
  if (token === 'required') return undefined;
  if (kind !== undefined) return takesPlainIds(value) && !use.plainIds(kind) ? 'proof/takes-plain-ids' : undefined;
  if (words !== undefined) return judgeWords(words, use);
  if (pattern !== undefined) return 'proof/takes-pattern';
  if (type === 'string') return 'proof/takes-anything';
  // A number or a date used as an id is an id.
  if (use.place === 'key') return use.plainIds('') ? undefined : 'proof/takes-plain-ids';
  return type === 'integer' ? judgeNumber(value, use) : undefined;
};

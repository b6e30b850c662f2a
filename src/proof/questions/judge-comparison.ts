import type { ValuePlan } from '../../rules/plan/index.ts';
import type { AnsweredProperties } from './answered.ts';
import type { QuestionCode } from './question-gaps.ts';

/** One comparison of a `$filter`, independent of its notation in the rules. */
export type Comparison = {
  /** OData path, joined with the path below the variable of `any`: `participants_v2/id`. */
  readonly path: string;
  readonly operators: readonly string[];
  /** The right side of the comparison: a value of the caller, or a text of the rule. */
  readonly with: { readonly value: ValuePlan } | { readonly text: string; readonly quoted: boolean };
};

/** Facts about properties at the filtered endpoint. */
export type ComparedProperties = {
  readonly answered: AnsweredProperties;
  /** True for one of Microsoft's words for a property: a member of its enum, or of the judgement's list. */
  readonly isWordOf: (path: string, word: string) => boolean;
};

const equality: readonly string[] = ['eq', 'ne'];

const count = /\/\$count$/;

/** A token may be compared only with a property that leaves as a token or in plain, and only for equality. */
const judgeToken = ({ path, operators }: Comparison, { answered }: ComparedProperties): QuestionCode | undefined => {
  const found = answered(path);
  const leaves = found === 'plain' || found === 'pseudonym';
  return leaves && operators.every((operator) => equality.includes(operator))
    ? undefined
    : 'proof/filters-what-is-not-kept';
};

/** Bounds at the beginning of a day, between which a truncated time is also in the reply. */
const isBoundOfDay = ({ operators, with: compared }: Comparison): boolean =>
  'value' in compared &&
  compared.value.type === 'date' &&
  operators.every((operator) => operator === 'ge' || operator === 'lt');

const isMicrosofts = (words: readonly string[], path: string, { isWordOf }: ComparedProperties): boolean =>
  words.every((word) => isWordOf(path, word));

const bareWord = /^(?:null|true|false|-?[0-9]+(?:\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.+Z-]+)?)$/i;
const dateText = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.+Z-]+)?$/;

const judgeText = (
  text: string,
  quoted: boolean,
  path: string,
  known: ComparedProperties,
): QuestionCode | undefined => {
  const plain = quoted ? dateText.test(text) || isMicrosofts([text], path, known) : bareWord.test(text);
  return plain || isMicrosofts([text], path, known) ? undefined : 'proof/takes-foreign-words';
};

const judgeGiven = (value: ValuePlan, path: string, known: ComparedProperties): QuestionCode | undefined => {
  if (value.oneOf !== undefined)
    return value.oneOf.map((each) => judgeGiven(each, path, known)).find((code) => code !== undefined);
  if (value.enum !== undefined)
    return value.enum.every((word) => word === 'null') || isMicrosofts(value.enum, path, known)
      ? undefined
      : 'proof/takes-foreign-words';
  if (value.pattern !== undefined) return 'proof/takes-pattern';
  // A query may use a plain id if the same reply contains it in plain.
  if (value.kind !== undefined) return undefined;
  return value.type === 'string' ? 'proof/takes-anything' : undefined;
};

/** Returns the problem of a comparison; undefined if its result reveals nothing beyond the reply. */
export const judgeComparison = (comparison: Comparison, known: ComparedProperties): QuestionCode | undefined => {
  const { path, with: compared } = comparison;
  if ('value' in compared && compared.value.token === 'required') return judgeToken(comparison, known);
  const counted = count.test(path);
  const found = known.answered(path.replace(count, ''));
  if (found === 'coarse-time' && isBoundOfDay(comparison)) return undefined;
  const isNull =
    'text' in compared
      ? !compared.quoted && compared.text === 'null'
      : compared.value.enum?.every((word) => word === 'null') === true;
  // A list or object of which parts leave reveals its length, and whether it exists.
  const shown = found === 'plain' || ((counted || isNull) && (found === 'nested' || found === 'pseudonym'));
  if (!shown) return 'proof/filters-what-is-not-kept';
  return 'value' in compared
    ? judgeGiven(compared.value, path, known)
    : judgeText(compared.text, compared.quoted, path, known);
};

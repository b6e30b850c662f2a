import type { FormatPlan, KeepNode, TransformNode } from '../../rule-engine/plan/index.ts';
import type { PrivacyClass } from '../../rule-engine/type-index/index.ts';
import type { Gap, ProofRow } from './proof.ts';

const pseudonymizing: ReadonlySet<string> = new Set([
  'pseudonymize',
  'pseudonymizeEmailHeader',
  'pseudonymizeRegexMatches',
  'tokenize',
  'hashIp',
  'encryptIp',
]);

/** Transforms that let through all that they do not find. */
const denyLists: ReadonlySet<string> = new Set(['redactRegexMatches']);

/** What happens to a value, apart from where it stands. */
export type Judged = Pick<ProofRow, 'disposition' | 'how' | 'gaps'>;

const spoken: Readonly<Partial<Record<PrivacyClass, string>>> = {
  'direct-identifier': 'a direct identifier',
  'free-text': 'free text',
  credential: 'a credential',
};

const formatName = (format: FormatPlan): string => {
  if (format.format === 'pattern') return `/${format.pattern.source}/`;
  if (format.format === 'any') return 'any text';
  return format.format === 'none' ? 'numbers and booleans only' : format.format;
};

/** Whether a place can hold a string at all, by its declared type. */
const holdsText = (type: string): boolean => type !== 'number' && type !== 'boolean';

/** A value that a rule keeps. */
export const judgeKeep = (
  { format }: KeepNode,
  place: { readonly path: string; readonly type: string; readonly class: ProofRow['class']; readonly reason?: string },
): Judged => {
  const gaps: Gap[] = [];
  const forbidden = place.class === 'not-judged' ? undefined : spoken[place.class];
  if (forbidden !== undefined)
    gaps.push({
      code: `proof/keeps-${place.class}`,
      message: `${place.path} is ${forbidden} and is kept`,
      hint: 'leave it out, or name a transform: pseudonymize for people, textDigest for texts',
    });
  else if (holdsText(place.type) && format.format === 'none')
    gaps.push({
      code: 'proof/keeps-without-format',
      message: `${place.path} is kept as text that fits no format`,
      hint: 'give a format, values or a pattern, or a reason: !<keep> { reason: … }',
    });
  else if (format.format === 'any' && place.reason === undefined)
    gaps.push({
      code: 'proof/keeps-without-reason',
      message: `${place.path} is kept as any text, and no reason is given`,
      hint: 'say why in the rule: !<keep> { reason: … }',
    });
  const how = holdsText(place.type) ? formatName(format) : 'as it is';
  return { disposition: 'kept', how, gaps };
};

const optionText = ({ transform, options }: TransformNode): string => {
  const told = [
    options['includeReversible'] === true ? 'reversible' : undefined,
    options['domain'] === 'drop' ? 'without domain' : options['domain'] === 'hash' ? 'domain hashed' : undefined,
    typeof options['unit'] === 'string' ? options['unit'] : undefined,
  ].filter((part) => part !== undefined);
  return [transform, ...told].join(', ');
};

/** A value that a transform changes. */
export const judgeTransform = (
  node: TransformNode,
  place: { readonly path: string; readonly class: ProofRow['class'] },
): Judged => {
  const { transform, options } = node;
  if (transform === 'redact') return { disposition: 'dropped', how: 'redact', gaps: [] };
  const gaps: Gap[] = [];
  if (options['includeOriginal'] === true)
    gaps.push({
      code: 'proof/keeps-original',
      message: `${place.path} stands beside its own pseudonym`,
      hint: 'remove includeOriginal',
    });
  const harmless = place.class === 'metadata';
  if (denyLists.has(transform) && !harmless)
    gaps.push({
      code: 'proof/lets-the-rest-through',
      message: `${place.path} leaves but for what an expression finds in it`,
      hint: 'say what may stay instead: redactExceptPhrases, textDigest, or leave it out',
    });
  const disposition = pseudonymizing.has(transform) ? 'pseudonymized' : 'transformed';
  return { disposition, how: optionText(node), gaps };
};

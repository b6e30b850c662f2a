import type { PrivacyClass } from '../graph-types/index.ts';
import type { FormatPlan, KeepNode, TransformNode } from '../rules/plan/index.ts';
import { letsAnythingThrough } from './probe.ts';
import type { Gap, ProofRow } from './proof.ts';

const pseudonymizing: ReadonlySet<string> = new Set([
  'pseudonymize',
  'pseudonymizeEmailHeader',
  'pseudonymizeRegexMatches',
  'tokenize',
  'hashIp',
  'encryptIp',
]);

/** What happens to a value, apart from where it stands. */
export type Judged = Pick<ProofRow, 'disposition' | 'how' | 'gaps'>;

/** What is judged: the place as the proof names it. */
export type Judging = Pick<ProofRow, 'path' | 'type' | 'class' | 'reason'>;

const spoken: Readonly<Partial<Record<PrivacyClass | 'not-judged', string>>> = {
  'direct-identifier': 'a direct identifier',
  'free-text': 'free text',
  credential: 'a credential',
};

/** How a class is called in a sentence. */
const classWords = (name: Judging['class']): string => spoken[name] ?? `of class ${name}`;

const formatName = (format: FormatPlan): string => {
  if (format.format === 'pattern') return `/${format.pattern.source}/`;
  if (format.format === 'any') return 'any text';
  return format.format === 'none' ? 'no text' : format.format;
};

/** Whether a place can hold a string at all, by its declared type. */
const holdsText = (type: string): boolean => !/^(?:number|boolean)(?:\[\])?$/.test(type);

/** What is missing before anything of a class may leave at all. */
export const notJudged = (path: string): Gap => ({
  code: 'proof/not-judged',
  message: `${path} has no class in the privacy table`,
  hint: 'judge it in privacy.yaml beside the rules: type, property, class and, for a string that may be kept, a format',
});

const keepGap = ({ format }: KeepNode, { path, type, class: judged, reason }: Judging): Gap | undefined => {
  if (judged === 'not-judged') return notJudged(path);
  const forbidden = spoken[judged];
  if (forbidden !== undefined)
    return {
      code: `proof/keeps-${judged}`,
      message: `${path} is ${forbidden} and is kept`,
      hint: 'leave it out, or name a transform: pseudonymize for people, tokenize for ids and links, textDigest for texts',
    };
  if (!holdsText(type)) return undefined;
  if (format.format === 'none')
    return {
      code: 'proof/keeps-without-format',
      message: `${path} is kept as text, and neither a format nor a reason is given`,
      hint: 'give a format, values, a pattern or a reason: !<keep> { reason: … }',
    };
  if (format.format === 'any' && reason === undefined)
    return {
      code: 'proof/keeps-without-reason',
      message: `${path} is kept as any text, and no reason is given`,
      hint: 'say why in the rule: !<keep> { reason: … }',
    };
  return undefined;
};

/** A value that a rule keeps. */
export const judgeKeep = (node: KeepNode, place: Judging): Judged => {
  const gap = keepGap(node, place);
  return {
    disposition: 'kept',
    how: holdsText(place.type) ? formatName(node.format) : 'as it is',
    gaps: gap === undefined ? [] : [gap],
  };
};

const optionText = ({ transform, options }: TransformNode): string => {
  const told = [
    options['includeReversible'] === true ? 'reversible' : undefined,
    options['domain'] === 'drop' ? 'without domain' : options['domain'] === 'hash' ? 'domain hashed' : undefined,
    typeof options['unit'] === 'string' ? options['unit'] : undefined,
  ].filter((part) => part !== undefined);
  return [transform, ...told].join(', ');
};

/** Of a text in which the expression finds nothing, these leave all or what is around it. */
const leavesTheRest = ({ transform, options }: TransformNode): boolean =>
  transform === 'redactRegexMatches' || (transform === 'tokenize' && options['regex'] !== undefined);

const transformGap = (node: TransformNode, { path, class: judged }: Judging): Gap | undefined => {
  if (judged === 'metadata') return undefined;
  if (leavesTheRest(node))
    return {
      code: 'proof/lets-the-rest-through',
      message: `${path} is ${classWords(judged)} and leaves but for what an expression finds in it`,
      hint: 'say what may stay instead: redactExceptPhrases, textDigest, tokenize without regex, or leave it out',
    };
  if (letsAnythingThrough(node))
    return {
      code: 'proof/lets-anything-through',
      message: `${path} is ${classWords(judged)}, and what ${node.transform} may keep of it fits names or addresses of people`,
      hint: 'narrow the expression to the words that are meant, or list them with redactExceptPhrases',
    };
  return undefined;
};

/** A value that a transform changes. */
export const judgeTransform = (node: TransformNode, place: Judging): Judged => {
  if (node.transform === 'redact') return { disposition: 'dropped', how: 'redact', gaps: [] };
  const gap = transformGap(node, place);
  return {
    disposition: pseudonymizing.has(node.transform) ? 'pseudonymized' : 'transformed',
    how: optionText(node),
    gaps: gap === undefined ? [] : [gap],
  };
};

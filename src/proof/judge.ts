import { describe } from '../problems/diagnostics/index.ts';
import type { FormatPlan, KeepNode, TransformNode } from '../rules/plan/index.ts';
import { expressionsGap, keptTextGap, listGap } from './judge-expressions.ts';
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

/** The treatment of a value, independent of its position. */
export type Judged = Pick<ProofRow, 'disposition' | 'how' | 'gaps'>;

/** The property under judgement, as the proof names it. */
export type Judging = Pick<ProofRow, 'path' | 'type' | 'class' | 'reason'> & {
  /** The expression that the project's judgement requires of the property's values. */
  readonly judgedPattern?: string;
};

const neverKept = {
  'direct-identifier': { words: 'a direct identifier', key: 'proof/keeps-direct-identifier' },
  'free-text': { words: 'free text', key: 'proof/keeps-free-text' },
  credential: { words: 'a credential', key: 'proof/keeps-credential' },
} as const;

const forbiddenOf = (name: Judging['class']) =>
  name in neverKept ? neverKept[name as keyof typeof neverKept] : undefined;

/** Returns the name of a class for use in a sentence. */
const classWords = (name: Judging['class']): string => forbiddenOf(name)?.words ?? `of class ${name}`;

const formatName = (format: FormatPlan): string => {
  if (format.format === 'pattern') return `/${format.pattern.source}/`;
  if (format.format === 'any') return 'any text';
  return format.format === 'none' ? 'no text' : format.format;
};

/** True if a place can hold a string, by its declared type. */
const holdsText = (type: string): boolean => !/^(?:number|boolean)(?:\[\])?$/.test(type);

/** Returns the gap of a property without a judgement, which must not leave in any form. */
export const notJudged = (path: string): Gap => describe('proof/not-judged', { path });

const keepGap = ({ format }: KeepNode, place: Judging): Gap | undefined => {
  const { path, type, class: judged, reason } = place;
  if (judged === 'not-judged') return notJudged(path);
  const forbidden = forbiddenOf(judged);
  if (forbidden !== undefined) return describe(forbidden.key, { path });
  if (!holdsText(type)) return undefined;
  if (format.format === 'none') return describe('proof/keeps-without-format', { path });
  if (format.format === 'any' && reason === undefined) return describe('proof/keeps-without-reason', { path });
  return judged === 'metadata' || reason !== undefined ? undefined : keptListGap(format, place);
};

/** Returns the gap of the expression or the words that a string is kept by. */
const keptListGap = (format: FormatPlan, { path, class: judged, judgedPattern }: Judging): Gap | undefined => {
  const subject = { path, class: classWords(judged) };
  if (format.format === 'pattern')
    return format.pattern.source === `^(?:${judgedPattern})$` ? undefined : expressionsGap([format.pattern], subject);
  return 'members' in format ? listGap(format.members, subject) : undefined;
};

/** Judges a value that a rule keeps. */
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

/** True for transforms that keep the text around a match, or the whole text if nothing matches. */
const leavesTheRest = ({ transform, options }: TransformNode): boolean =>
  transform === 'redactRegexMatches' ||
  transform === 'pseudonymizeRegexMatches' ||
  (transform === 'tokenize' && options['regex'] !== undefined);

const transformGap = (node: TransformNode, { path, class: judged, reason }: Judging): Gap | undefined => {
  if (judged === 'metadata') return undefined;
  const subject = { path, class: classWords(judged) };
  if (leavesTheRest(node)) return describe('proof/lets-the-rest-through', subject);
  const kept = keptTextGap(node, { ...subject, ...(reason !== undefined && { reason }) });
  if (kept !== undefined) return kept;
  return letsAnythingThrough(node)
    ? describe('proof/lets-anything-through', { ...subject, transform: node.transform })
    : undefined;
};

/** Judges a value that a transform changes. */
export const judgeTransform = (node: TransformNode, place: Judging): Judged => {
  if (node.transform === 'redact') return { disposition: 'dropped', how: 'redact', gaps: [] };
  const gap = transformGap(node, place);
  return {
    disposition: pseudonymizing.has(node.transform) ? 'pseudonymized' : 'transformed',
    how: optionText(node),
    gaps: gap === undefined ? [] : [gap],
  };
};

import type { Options, PatternPlan } from '../plan/index.ts';
import { describe } from '../problems/diagnostics/index.ts';
import type { TransformNode } from '../rules/plan/index.ts';
import { readExpression } from './expressions/expression.ts';
import { finiteLanguage } from './expressions/language.ts';
import { fillings, sampleOf } from './expressions/sample.ts';
import type { Gap } from './proof.ts';
import { doubtfulWords } from './words/judge-words.ts';

/** The property under judgement, worded for a sentence: `subject is free text`. */
export type Subject = { readonly path: string; readonly class: string; readonly reason?: string };

type Pattern = Pick<PatternPlan, 'source' | 'flags'>;

/** The texts that an expression can keep: a finite list of words, or an example of a text about a person. */
type Keeps = { readonly words: readonly string[] } | { readonly example: string };

const tellsSomething = (sample: string, filling: string): boolean =>
  filling.match(/[\p{L}\p{N}]{3,}/gu)?.some((word) => sample.toLowerCase().includes(word.toLowerCase())) === true;

const keptBy = ({ source, flags }: Pattern): Keeps => {
  const node = readExpression(source, flags);
  const words = finiteLanguage(node);
  if (words !== undefined) return { words };
  const samples = fillings.map((filling) => ({ filling, sample: sampleOf(node, filling) ?? '' }));
  const telling = samples.find(({ filling, sample }) => tellsSomething(sample, filling)) ?? samples[0];
  return { example: telling?.sample ?? '' };
};

const openGap = ({ path, class: judged }: Subject, kept: string): Gap =>
  describe('proof/open-expression', { path, class: judged, kept });

/** Returns the gap of a word list with doubtful words and no reason. */
export const listGap = (words: readonly string[], { path, reason }: Subject): Gap | undefined => {
  const doubtful = reason === undefined ? doubtfulWords(words) : [];
  return doubtful.length === 0 ? undefined : describe('proof/doubtful-words', { path, words: doubtful });
};

/** Returns the gap of expressions that keep their matches. */
export const expressionsGap = (patterns: readonly Pattern[], subject: Subject): Gap | undefined => {
  const words: string[] = [];
  for (const pattern of patterns) {
    const keeps = keptBy(pattern);
    if ('example' in keeps) return openGap(subject, keeps.example);
    words.push(...keeps.words);
  }
  return listGap(words, subject);
};

const isPattern = (option: unknown): option is PatternPlan =>
  typeof option === 'object' && option !== null && 'source' in option && 'flags' in option;

const listOf = (options: Options, name: string): readonly unknown[] => {
  const option = options[name];
  return Array.isArray(option) ? option : [];
};

/** Returns the gap of expressions and lists by which a transform keeps or counts text. */
export const keptTextGap = ({ transform, options }: TransformNode, subject: Subject): Gap | undefined => {
  switch (transform) {
    case 'redactExceptSubstringsMatchingRegexes':
      return expressionsGap(listOf(options, 'exceptions').filter(isPattern), subject);
    case 'filterTokenByRegex':
      // Any other delimiter can split a text into letters, and a filter could keep each of them.
      if (isPattern(options['delimiter'])) return openGap(subject, String(options['delimiter'].source));
      return expressionsGap(listOf(options, 'filters').filter(isPattern), subject);
    case 'redactExceptPhrases':
      return listGap(
        listOf(options, 'allowedPhrases').filter((text) => typeof text === 'string'),
        subject,
      );
    case 'textDigest':
      return listGap(
        listOf(options, 'keywords').filter((text) => typeof text === 'string'),
        subject,
      );
    default:
      return undefined;
  }
};

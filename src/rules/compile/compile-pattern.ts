import {
  anchored,
  type CompilePattern,
  finishPattern,
  growthOf,
  missingGroup,
  type PatternUse,
  slowness,
} from '../../compile/index.ts';
import { type Description, describe } from '../../problems/diagnostics/index.ts';
import { findJavaSyntax } from './java-syntax.ts';
import { isSurelyLinear } from './surely-linear.ts';

const longest = 10_000;

const unreadable = (at: number, description: Description): ReturnType<CompilePattern> => ({
  problems: [{ severity: 'error', at, ...description }],
});

const read = (source: string, flags: string): RegExp | undefined => {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
};

/**
 * Returns true if an expression has a group. Adds an empty alternative so that a match always succeeds and lists all
 * groups.
 */
const captures = (source: string, flags: string): boolean =>
  Number(''.match(new RegExp(`${source}|`, flags))?.length) > 1;

/**
 * Compiles a JavaScript expression (flag `u`) for the Plan, and checks that no input makes it run for long. Rejects
 * Java's notation and suggests JavaScript's.
 */
export const compilePattern = (
  source: string,
  { match, captures: used, ignoreCase = false, safety }: PatternUse,
): ReturnType<CompilePattern> => {
  if (source.length > longest)
    return unreadable(longest, describe('rules/pattern-not-readable:length', { limit: longest }));
  const java = findJavaSyntax(source);
  if (java !== undefined) return unreadable(java.at, describe('rules/pattern-not-readable:java', java));
  const flags = ignoreCase ? 'iu' : 'u';
  if (read(source, flags) === undefined) return unreadable(0, describe('rules/pattern-not-readable'));
  const whole = anchored(source, match);
  const hasGroup = captures(source, flags);
  const growth = isSurelyLinear(source, match === 'whole') ? 'linear' : growthOf(whole, flags);
  const problems = [
    ...(used === 'required' && !hasGroup ? [missingGroup] : []),
    ...slowness(growth, safety, { capsUnknown: false }),
  ];
  return finishPattern({ source: whole, flags, ...(hasGroup && { group: 1 }) }, growth, problems);
};

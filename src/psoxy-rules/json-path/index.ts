/** JSONPaths of rule files: read as Jayway reads them, for the Plan. */

import type { PatternUse } from '../java-regex/index.ts';
import type { PathPlan } from '../plan/index.ts';
import { readPath } from './parse-path.ts';
import { PathMistake, type PathReader } from './path-reader.ts';

export type PathProblem = { readonly at: number; readonly message: string; readonly hint: string };

export type CompiledPath =
  | { readonly ok: true; readonly path: PathPlan; readonly warnings: readonly PathProblem[] }
  | { readonly ok: false; readonly problem: PathProblem };

const longest = 2000;

/** Reads a JSONPath; what is not read here (functions, unknown operators) is said with its place. */
export const compilePath = (text: string, safety: PatternUse['safety']): CompiledPath => {
  if (text.length > longest)
    return {
      ok: false,
      problem: { at: longest, message: `the path is longer than ${longest} characters`, hint: 'write several' },
    };
  const reader: PathReader = { text, at: 0, depth: 0, safety, warnings: [] };
  try {
    return { ok: true, path: readPath(reader), warnings: reader.warnings };
  } catch (error) {
    if (!(error instanceof PathMistake)) throw error;
    return { ok: false, problem: { at: error.at, message: error.message, hint: error.hint } };
  }
};

/** JSONPaths of rule files, parsed as Jayway does, for the Plan. */

import type { PatternUse } from '../../compile/index.ts';
import { describe } from '../../problems/diagnostics/index.ts';
import type { PathPlan } from '../plan/index.ts';
import { readPath } from './parse-path.ts';
import { PathMistake, type PathProblem, type PathReader } from './path-reader.ts';

export type CompiledPath =
  | { readonly ok: true; readonly path: PathPlan; readonly warnings: readonly PathProblem[] }
  | { readonly ok: false; readonly problem: PathProblem };

const longest = 2000;

/** Compiles a JSONPath. Rejects functions and unknown operators with their position. */
export const compilePath = (text: string, safety: PatternUse['safety']): CompiledPath => {
  if (text.length > longest)
    return {
      ok: false,
      problem: { at: longest, ...describe('rules/path-not-readable:length', { limit: longest }) },
    };
  const reader: PathReader = { text, at: 0, depth: 0, safety, warnings: [] };
  try {
    return { ok: true, path: readPath(reader), warnings: reader.warnings };
  } catch (error) {
    if (!(error instanceof PathMistake)) throw error;
    return { ok: false, problem: { at: error.at, ...error.description } };
  }
};

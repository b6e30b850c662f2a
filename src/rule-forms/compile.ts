import type { CompileInput, CompileResult } from '../compile/index.ts';
import { compilePsoxyRules } from '../psoxy-rules/compile/index.ts';
import { compileAllowList } from '../rules/compile/index.ts';
import { recognizeForm } from './recognize-form.ts';

/**
 * Turns rule files into a Plan, or says everything that is wrong with them. Recognizes by itself in which form they
 * are written. Never throws on any text; the same input gives the same Plan, to the byte.
 */
export const compile = (input: CompileInput): CompileResult =>
  input.builtIn || recognizeForm(input.main.text) === 'allow-list' ? compileAllowList(input) : compilePsoxyRules(input);

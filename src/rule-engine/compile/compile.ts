import { recognizeForm } from '../format/index.ts';
import { compileByPath } from './by-path/index.ts';
import type { CompileInput, CompileResult } from './compile-input.ts';
import { compileInPlace } from './in-place/index.ts';

/**
 * Turns rule files into a Plan, or says everything that is wrong with them. Recognizes by itself in which form they
 * are written. Never throws on any text; the same input gives the same Plan, to the byte.
 */
export const compile = (input: CompileInput): CompileResult =>
  input.builtIn || recognizeForm(input.main.text) === 'in-place' ? compileInPlace(input) : compileByPath(input);

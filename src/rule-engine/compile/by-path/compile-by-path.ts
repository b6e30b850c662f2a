import type { CompileInput, CompileResult } from '../compile-input.ts';

/** Compiles a rule file of Psoxy's form. */
export const compileByPath = (input: CompileInput): CompileResult => ({
  diagnostics: [
    {
      severity: 'error',
      code: 'rules/form',
      position: { file: input.main.path, line: 1, column: 1 },
      message: 'this form is not compiled',
      hint: 'write the rules in place',
    },
  ],
});

import type { CompileResult } from '../../compile/index.ts';
import { privacyTable, typeIndex } from '../../graph-types/index.ts';
import { compile } from '../../rule-forms/index.ts';
import { type TypeKnowledge, withOwnJudgements } from '../../sources/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { readRuleFiles } from './rule-files.ts';

/** A rule file that was compiled, and what its types were judged by. */
export type CompiledFile = CompileResult & {
  readonly title: string;
  readonly knowledge: TypeKnowledge;
  /** It belongs to a source folder, where the stricter standard holds. */
  readonly ofSource: boolean;
};

/** Compiles a rule file with everything that belongs to it. Throws what the file system refuses. */
export const compileRuleFile = (file: string, builtIn = false): CompiledFile => {
  const { ofSource, privacy, ...files } = readRuleFiles(file, rulesFolder);
  const { knowledge, diagnostics } = withOwnJudgements(privacy, { types: typeIndex, privacy: privacyTable });
  const compiled = compile({ ...files, ...knowledge, builtIn: ofSource || builtIn });
  const { title } = files;
  if (diagnostics.length > 0)
    return { title, knowledge, ofSource, diagnostics: [...diagnostics, ...compiled.diagnostics] };
  return { title, knowledge, ofSource, ...compiled };
};

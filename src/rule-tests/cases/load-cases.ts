import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Diagnostic } from '../../diagnostics/index.ts';
import { type CaseFile, readCaseFile } from '../case-file.ts';
import { type Cast, readCastFile } from '../cast-file.ts';

/** A case file. */
export type FoundCase = {
  /** Path on disk. */
  readonly path: string;
  /** Name in messages. */
  readonly name: string;
  readonly text: string;
  /** Absent if it has mistakes. */
  readonly file?: CaseFile;
  readonly diagnostics: readonly Diagnostic[];
};

const ending = '.case.yaml';

/**
 * Reads the cases of a source's folder, in alphabetical order.
 * @param root folder that names are relative to
 */
export const loadCases = (folder: string, root: string): readonly FoundCase[] => {
  const cases = join(folder, 'cases');
  if (!existsSync(cases)) return [];
  return readdirSync(cases)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((file) => {
      const path = join(cases, file);
      const name = relative(root, path).replaceAll('\\', '/');
      const text = readFileSync(path, 'utf8');
      return { path, name, text, ...readCaseFile(text, name) };
    });
};

const nobody: Cast = { people: {}, groups: {}, things: {}, canaries: {} };

/** Reads the cast of a rules folder. */
export const loadCast = (rulesFolder: string): { readonly cast: Cast; readonly diagnostics: readonly Diagnostic[] } => {
  const path = join(rulesFolder, 'cast.yaml');
  if (!existsSync(path)) return { cast: nobody, diagnostics: [] };
  const { cast, diagnostics } = readCastFile(readFileSync(path, 'utf8'), path);
  return { cast: cast ?? nobody, diagnostics };
};

import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { SourceText } from '../compile/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { describe } from '../problems/diagnostics/index.ts';
import type { YamlText } from '../yaml/index.ts';
import { logoProblems } from './logo.ts';
import { readText, readYamlFolder, sourceFolders } from './read-folder.ts';
import type { Source } from './source.ts';
import { readSourceFile } from './source-file.ts';

export type LoadedSources = {
  /** In alphabetical order of their ids, without those that have mistakes. */
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * Reads every source of a rules folder and reports all mistakes in their `source.yaml` at once. Doesn't compile rules.
 * `names` of folders limit it to these; with an alias among them, every source is read.
 */
export const loadSources = (rulesFolder: string, names: readonly string[] = []): LoadedSources => {
  const shared = [...readYamlFolder(join(rulesFolder, 'shared'), rootOf(rulesFolder)).values()];
  const folders = sourceFolders(rulesFolder);
  const chosen = names.length > 0 && names.every((name) => folders.includes(name)) ? new Set(names) : new Set(folders);
  const loaded = [...chosen].sort().map((name) => loadFolder(join(rulesFolder, name), shared));
  const sources = loaded.flatMap(({ source }) => (source === undefined ? [] : [source]));
  return { sources, diagnostics: [...loaded.flatMap(({ diagnostics }) => diagnostics), ...doubleNames(sources)] };
};

/** Finds the source with this id or alias. */
export const findSource = (sources: readonly Source[], name: string): Source | undefined =>
  sources.find(({ id, aliases }) => id === name || aliases.includes(name));

type Loaded = { readonly source?: Source; readonly diagnostics: readonly Diagnostic[] };

const rootOf = (rulesFolder: string): string => dirname(resolve(rulesFolder));

const loadFolder = (folder: string, shared: readonly SourceText[]): Loaded => {
  const root = rootOf(dirname(folder));
  const file = readText(join(folder, 'source.yaml'), root);
  const { source, yaml, diagnostics } = readSourceFile(file.text, file.path);
  if (source === undefined) return { diagnostics };
  const rulesPath = join(folder, 'rules.yaml');
  const privacyPath = join(folder, 'privacy.yaml');
  const logoPath = join(folder, 'logo.svg');
  const logo = existsSync(logoPath) ? readText(logoPath, root) : undefined;
  const missing = [
    ...(existsSync(rulesPath) ? [] : [missingFile(yaml, ['id'], 'rules.yaml')]),
    ...source.extras.flatMap(({ rules }, index) =>
      rules === undefined || existsSync(join(folder, rules))
        ? []
        : [missingFile(yaml, ['extras', index, 'rules'], rules)],
    ),
    ...source.narrower.flatMap(({ rules }, index) =>
      rules === undefined || existsSync(join(folder, rules))
        ? []
        : [missingFile(yaml, ['narrower', index, 'rules'], rules)],
    ),
    ...(source.id === basename(folder) ? [] : [wrongFolder(yaml, basename(folder))]),
  ];
  const wrong = [...missing, ...logoProblems(logo)];
  if (wrong.length > 0) return { diagnostics: wrong };
  return {
    source: {
      ...source,
      folder,
      rules: readText(rulesPath, root),
      ...(existsSync(privacyPath) && { privacy: readText(privacyPath, root) }),
      ...(logo && { logo }),
      shared,
      variants: readYamlFolder(join(folder, 'variants'), root),
      extraRules: new Map(
        source.extras.flatMap(({ id, rules }) =>
          rules === undefined ? [] : [[id, readText(join(folder, rules), root)] as const],
        ),
      ),
      narrowerRules: new Map(
        source.narrower.flatMap(({ use, rules }) =>
          rules === undefined ? [] : [[use, readText(join(folder, rules), root)] as const],
        ),
      ),
    },
    diagnostics: [],
  };
};

const missingFile = (yaml: YamlText, path: readonly PropertyKey[], file: string): Diagnostic => ({
  severity: 'error',
  position: yaml.positionOf(path),
  ...describe('source/missing-file', { file }),
});

const wrongFolder = (yaml: YamlText, folder: string): Diagnostic => ({
  severity: 'error',
  position: yaml.positionOf(['id']),
  ...describe('source/wrong-folder', { folder }),
});

const doubleNames = (sources: readonly Source[]): readonly Diagnostic[] => {
  const owners = new Map<string, string>();
  return sources.flatMap(({ id, aliases, rules }) =>
    [id, ...aliases].flatMap((name): readonly Diagnostic[] => {
      const owner = owners.get(name);
      owners.set(name, id);
      if (owner === undefined) return [];
      return [
        {
          severity: 'error',
          position: { file: rules.path.replace(/rules\.yaml$/, 'source.yaml'), line: 1, column: 1 },
          ...describe('source/name-taken', { name }),
        },
      ];
    }),
  );
};

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { SourceText } from '../compile/index.ts';
import type { DeclaredKinds } from '../plan/index.ts';
import { kindsOf, readSourceFile } from '../sources/index.ts';

/** A rule file with its related files, as `compile` expects it. */
export type RuleFiles = {
  readonly title: string;
  readonly main: SourceText;
  readonly shared: readonly SourceText[];
  readonly overlays: readonly SourceText[];
  /** The `privacy.yaml` next to it, with classes of properties that the project hasn't classified. */
  readonly privacy?: SourceText;
  /** Kinds declared in the `source.yaml` next to it. */
  readonly kinds?: DeclaredKinds;
  /** True if the file belongs to a source folder, where the stricter standard applies. */
  readonly ofSource: boolean;
};

/** Returns a path for messages: relative to the current folder, or absolute if it is outside. */
const printed = (path: string): string => {
  const fromHere = relative(process.cwd(), path).replaceAll('\\', '/');
  return fromHere.startsWith('../') ? path : fromHere;
};

const readText = (path: string): SourceText => ({ path: printed(path), text: readFileSync(path, 'utf8') });

const readFolder = (folder: string): readonly SourceText[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .sort()
        .map((name) => readText(join(folder, name)))
    : [];

const privacyBeside = (folder: string): { readonly privacy?: SourceText } => {
  const path = join(folder, 'privacy.yaml');
  return existsSync(path) ? { privacy: readText(path) } : {};
};

/** Kinds that the source of a folder declares; a mistake in its file is reported where that file is checked. */
export const kindsBeside = (folder: string): { readonly kinds?: DeclaredKinds } => {
  const path = join(folder, 'source.yaml');
  const source = existsSync(path) ? readSourceFile(readFileSync(path, 'utf8'), path).source : undefined;
  return source === undefined ? {} : { kinds: kindsOf(source) };
};

/** Returns the folder of shared files next to a file or a source, otherwise the project's own. */
const sharedBeside = (folder: string, fallback: string): string => {
  const beside = join(folder, 'shared');
  return existsSync(beside) ? beside : join(fallback, 'shared');
};

/**
 * Reads a rule file. In a source folder, also reads its shared files and, for a variant or an extra, the base rules. A
 * file outside a source may have a `shared` folder beside it or use the project's. Throws file system errors.
 */
export const readRuleFiles = (file: string, rulesFolder: string): RuleFiles => {
  const path = resolve(file);
  const folder = dirname(path);
  const inOverlays = ['variants', 'extras', 'narrower'].includes(basename(folder));
  const home = inOverlays ? dirname(folder) : folder;
  const ofSource = existsSync(join(home, 'source.yaml')) && existsSync(join(home, 'rules.yaml'));
  if (ofSource) {
    const shared = readFolder(sharedBeside(dirname(home), rulesFolder));
    const rest = { title: basename(home), shared, ...privacyBeside(home), ...kindsBeside(home), ofSource };
    if (!inOverlays) return { ...rest, main: readText(path), overlays: [] };
    return { ...rest, main: readText(join(home, 'rules.yaml')), overlays: [readText(path)] };
  }
  const isShared = basename(folder) === 'shared';
  const shared = readFolder(isShared ? folder : sharedBeside(folder, rulesFolder));
  const title = basename(path).replace(/\.ya?ml$/, '');
  return {
    title,
    main: readText(path),
    shared,
    overlays: [],
    ...privacyBeside(folder),
    ofSource: isShared && resolve(rulesFolder) === dirname(folder),
  };
};

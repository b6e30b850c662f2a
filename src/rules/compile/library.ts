import type { CompileInput, SourceText } from '../../compile/index.ts';
import { createReport, type Diagnostic, type Position, type Report } from '../../diagnostics/index.ts';
import { readYaml } from '../../yaml/index.ts';
import {
  type EndpointRule,
  type Entries,
  type Entry,
  type Located,
  type ResponseRule,
  type RuleFile,
  readRules,
} from '../format/index.ts';
import { mergeOverlays } from './merge-overlays.ts';

/**
 * The names that `$ref` and `$list` can use in a file: its own names, with those of overlays merged into the main
 * file's.
 */
export type Scope = Pick<RuleFile, 'definitions' | 'lists' | 'namedEndpoints' | 'undeclared'>;

/** All files of one compilation. */
export type Library = {
  readonly main: Scope & {
    readonly endpoints: readonly EndpointRule[];
    /** Endpoints that an overlay removed. */
    readonly removed: readonly EndpointRule[];
  };
  /** Returns the names that a rule at a position may refer to. */
  readonly scopeOf: (position: Position) => Scope;
  /** Returns the scopes of the referenced shared files. */
  readonly shared: () => readonly Scope[];
  readonly definition: (ref: Located<string>) => ResponseRule | undefined;
  readonly list: (name: Located<string>) => readonly Located<string>[] | undefined;
  /** Returns the unreferenced names of the main scope. */
  readonly unused: (section: 'definitions' | 'lists') => readonly (readonly [string, Position])[];
};

const emptyFile = (path: string): RuleFile => ({
  position: { file: path, line: 1, column: 1 },
  endpoints: [],
  namedEndpoints: new Map(),
  definitions: new Map(),
  lists: new Map(),
  undeclared: new Map(),
});

type ReadFile = { readonly file: RuleFile; readonly diagnostics: readonly Diagnostic[] };

/** Files that were read before: a source is compiled with each of its variants and extras. */
const files = new WeakMap<SourceText, ReadFile>();

const readOnce = (source: SourceText): ReadFile => {
  const { path, text } = source;
  const report = createReport();
  const node = readYaml(text, path, report);
  const file = (node === undefined ? undefined : readRules(node, report)) ?? emptyFile(path);
  const read = { file, diagnostics: report.all() };
  files.set(source, read);
  return read;
};

const readFile = (source: SourceText, report: Report): RuleFile => {
  const { file, diagnostics } = files.get(source) ?? readOnce(source);
  for (const { severity, position, ...description } of diagnostics) report.add(severity, position, description);
  return file;
};

const refForm = /^([^#]*)#\/(definitions|endpoints|lists)\/([^/].*)$/;

type Found<T> = { readonly value: T } | undefined;

/** Reads the files, applies the overlays to the main file, and resolves references. */
export const openLibrary = (input: CompileInput, report: Report): Library => {
  const shared = new Map<string, RuleFile>();
  const used = new Set<unknown>();

  const sharedFile = (path: string): RuleFile | undefined => {
    const source = input.shared.find((file) => file.path === path || file.path.endsWith(`/${path}`));
    if (source === undefined) return undefined;
    const read = shared.get(source.path) ?? readFile(source, report);
    shared.set(source.path, read);
    return read;
  };

  /** Looks up a reference and reports it if it isn't found. */
  const find = <T>(ref: Located<string>, section: string, entriesOf: (scope: Scope) => Entries<T>): Found<T> => {
    const [, path, named, name] = refForm.exec(ref.value) ?? [];
    if (path === undefined || name === undefined || named !== section) {
      report.error('rules/ref', ref.position, { ref: ref.value, section });
      return undefined;
    }
    const scope = path === '' ? scopeOf(ref.position) : sharedFile(path);
    if (scope === undefined) {
      const known = input.shared.map((file) => file.path.replace(/^.*(?=shared\/)/, ''));
      report.error('rules/ref:file', ref.position, { name: path, known });
      return undefined;
    }
    const entry = entriesOf(scope).get(name);
    if (entry === undefined) {
      const known = [...entriesOf(scope).keys()];
      report.error('rules/ref:name', ref.position, { section, name, file: path, known });
      return undefined;
    }
    used.add(entry);
    return entry;
  };

  const sharedEndpoint = (ref: Located<string>): EndpointRule | undefined =>
    find(ref, 'endpoints', (scope) => scope.namedEndpoints)?.value;

  const base = readFile(input.main, report);
  const overlays = input.overlays.map((overlay) => readFile(overlay, report));
  const scopeOf = ({ file }: Position): Scope => shared.get(file) ?? main;
  let main: Library['main'] = { ...base, removed: [] };
  main = mergeOverlays(base, overlays, sharedEndpoint, report);

  const list = ({ value, position }: Located<string>): readonly Located<string>[] | undefined => {
    const named = value.includes('#') ? value : `#/lists/${value}`;
    return find({ value: named, position }, 'lists', (scope) => scope.lists)?.value;
  };

  return {
    main,
    scopeOf,
    shared: () => [...shared.values()],
    definition: (ref) => find(ref, 'definitions', (scope) => scope.definitions)?.value,
    list,
    unused: (section) =>
      [...(main[section] as ReadonlyMap<string, Entry<unknown>>)]
        .filter(([, entry]) => !used.has(entry))
        .map(([name, { keyPosition }]) => [name, keyPosition] as const),
  };
};

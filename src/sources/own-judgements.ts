import type { SourceText } from '../compile/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import {
  findPrivacy,
  findProperty,
  type GraphType,
  type PrivacyEntry,
  type PrivacyTable,
  propertiesOf,
  type TypeIndex,
} from '../graph-types/index.ts';
import type { DeclaredKinds } from '../plan/index.ts';
import { type Description, describe } from '../problems/diagnostics/index.ts';
import type { YamlText } from '../yaml/index.ts';
import { readJudgementsFile } from './judgements-file.ts';

/** Microsoft's types and the project's judgement of them; `kinds`: kinds of values that the source declares. */
export type TypeKnowledge = {
  readonly types: TypeIndex;
  readonly privacy: PrivacyTable;
  readonly kinds?: DeclaredKinds;
};

type Types = Readonly<Record<string, GraphType>>;

const versions = ['v1.0', 'beta'] as const;

const wrong = (yaml: YamlText, path: readonly string[], description: Description): Diagnostic => ({
  severity: 'error',
  position: yaml.keyPositionOf(['types', ...path]),
  ...description,
});

const checkProperty = (
  [type, property, entry]: readonly [string, string, PrivacyEntry],
  indexes: readonly Types[],
  { privacy }: TypeKnowledge,
): Description | undefined => {
  const judged = indexes.map((types) => findPrivacy(types, privacy, type, property)).find((found) => found);
  if (judged !== undefined) return describe('privacy/already-judged', { type, property, class: judged.class });
  const declared = indexes.some((types) => findProperty(types, type, property) !== undefined);
  if (declared || entry.undeclared !== undefined) return undefined;
  const known = indexes.flatMap((types) => propertiesOf(types, type).map(({ name }) => name));
  return describe('privacy/unknown-property', { type, property, known });
};

const checkType = (
  type: string,
  entries: Readonly<Record<string, PrivacyEntry>>,
  yaml: YamlText,
  knowledge: TypeKnowledge,
): readonly Diagnostic[] => {
  const all = versions.map((version) => knowledge.types[version]);
  const indexes = all.filter((types) => types[type] !== undefined);
  if (indexes.length === 0) {
    const unknown = describe('privacy/unknown-type', { name: type, known: all.flatMap(Object.keys) });
    return [wrong(yaml, [type], unknown)];
  }
  return Object.entries(entries).flatMap(([property, entry]) => {
    const found = checkProperty([type, property, entry], indexes, knowledge);
    return found === undefined ? [] : [wrong(yaml, [type, property], found)];
  });
};

/** Adds a source's own judgements to the project's table. Types are still parsed on first access. */
const joined = (privacy: PrivacyTable, own: PrivacyTable): PrivacyTable => {
  const table: Record<string, PrivacyTable[string]> = Object.create(null);
  for (const name of new Set([...Object.keys(privacy), ...Object.keys(own)]))
    Object.defineProperty(table, name, {
      enumerable: true,
      get: () =>
        own[name] === undefined ? privacy[name] : Object.assign(Object.create(null), privacy[name], own[name]),
    });
  return table;
};

/**
 * Adds a rule file's `privacy.yaml` to the privacy classes. It can classify properties that the project's table
 * doesn't, but can't override that table. Without a valid file, returns the knowledge unchanged.
 */
export const withOwnJudgements = (
  file: SourceText | undefined,
  knowledge: TypeKnowledge,
): { readonly knowledge: TypeKnowledge; readonly diagnostics: readonly Diagnostic[] } => {
  if (file === undefined) return { knowledge, diagnostics: [] };
  const { types, yaml, diagnostics: shape } = readJudgementsFile(file.text, file.path, knowledge.kinds);
  if (types === undefined) return { knowledge, diagnostics: shape };
  const diagnostics = Object.entries(types).flatMap(([type, entries]) => checkType(type, entries, yaml, knowledge));
  if (diagnostics.length > 0) return { knowledge, diagnostics };
  return { knowledge: { ...knowledge, privacy: joined(knowledge.privacy, types) }, diagnostics };
};

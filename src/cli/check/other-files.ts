import { readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { loadSettings } from '../../config/index.ts';
import { kindsBeside } from '../../connectors/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import { privacyTable, typeIndex } from '../../graph-types/index.ts';
import { readCaseFile, readCastFile } from '../../rule-tests/index.ts';
import { loadSources, readSourceFile, withOwnJudgements } from '../../sources/index.ts';
import { readYamlText } from '../../yaml/index.ts';
import { rulesFolder } from '../rules-folder.ts';

/** A kind of YAML file other than rules: its name pattern, its keys, and its checker. */
type OtherKind = {
  readonly kind: 'source' | 'case' | 'cast' | 'judgements' | 'settings';
  /** Name for summaries. */
  readonly title: string;
  readonly named: RegExp;
  /** Top-level keys, any two of which identify the kind; empty if only the name does. */
  readonly keys: readonly string[];
  readonly diagnose: (text: string, path: string) => readonly Diagnostic[];
};

const otherKinds: readonly OtherKind[] = [
  {
    kind: 'source',
    title: 'a source.yaml',
    named: /^source\.ya?ml$/,
    keys: ['id', 'availability', 'permissions', 'exampleCalls'],
    diagnose: (text, path) => readSourceFile(text, path).diagnostics,
  },
  {
    kind: 'case',
    title: 'a case',
    named: /\.case\.ya?ml$/,
    keys: ['shows', 'call', 'upstream', 'reply'],
    diagnose: (text, path) => readCaseFile(text, path).diagnostics,
  },
  {
    kind: 'cast',
    title: 'a cast',
    named: /^cast\.ya?ml$/,
    keys: ['people', 'groups', 'things', 'canaries'],
    diagnose: (text, path) => readCastFile(text, path).diagnostics,
  },
  {
    kind: 'judgements',
    title: 'a privacy.yaml',
    named: /^privacy\.ya?ml$/,
    keys: [],
    diagnose: (text, path) =>
      withOwnJudgements({ path, text }, { types: typeIndex, privacy: privacyTable, ...kindsBeside(dirname(path)) })
        .diagnostics,
  },
  {
    kind: 'settings',
    title: 'settings of a deployment',
    named: /^graphveil\.ya?ml$/,
    keys: ['environment', 'tenant', 'aws', 'sources', 'callers'],
    diagnose: (text, path) => loadSettings(text, path, loadSources(rulesFolder).sources).problems,
  },
];

const kindOf = (path: string, text: string): OtherKind | undefined => {
  const name = basename(path);
  const byName = otherKinds.find(({ named }) => named.test(name));
  if (byName !== undefined) return byName;
  const keys = readYamlText(text, '').topKeys;
  if (keys.includes('endpoints')) return undefined;
  return otherKinds.find((each) => each.keys.filter((key) => keys.includes(key)).length >= 2);
};

/** A file that doesn't contain rules, with the diagnostics of its own schema. */
export type OtherFile = Pick<OtherKind, 'kind' | 'title'> & { readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a case, a cast, settings or another YAML file that doesn't contain rules. Returns undefined for rules, for
 * unknown kinds, and for paths that aren't regular files, because those can be read only once. Throws file system
 * errors.
 */
export const readOtherFile = (path: string): OtherFile | undefined => {
  if (!statSync(path).isFile()) return undefined;
  const text = readFileSync(path, 'utf8');
  const found = kindOf(path, text);
  return found && { kind: found.kind, title: found.title, diagnostics: found.diagnose(text, path) };
};

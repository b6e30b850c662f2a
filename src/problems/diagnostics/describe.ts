import { type AnyEntry, type Entry, fill } from './entry.ts';
import { javaPatternEntries } from './java-patterns.ts';
import { jsonPathEntries } from './json-paths.ts';
import { patternEntries } from './patterns.ts';
import { proofEntries } from './proofs.ts';
import { psoxyRulesEntries } from './psoxy-rules.ts';
import { rulesFileEntries } from './rules-files.ts';
import { rulesListEntries } from './rules-lists.ts';
import { rulesRequestEntries } from './rules-requests.ts';
import { rulesResponseEntries } from './rules-responses.ts';
import { settingsEntries } from './settings.ts';
import { sourceEntries } from './sources.ts';
import { transformEntries } from './transforms.ts';
import { yamlEntries } from './yaml.ts';

/** The closed list of messages about files. A key is a code, with `:variant` where a code has several messages. */
export const diagnosticEntries = {
  ...yamlEntries,
  ...rulesFileEntries,
  ...rulesRequestEntries,
  ...rulesResponseEntries,
  ...rulesListEntries,
  ...transformEntries,
  ...patternEntries,
  ...psoxyRulesEntries,
  ...javaPatternEntries,
  ...jsonPathEntries,
  ...settingsEntries,
  ...sourceEntries,
  ...proofEntries,
} as const satisfies Readonly<Record<`${string}/${string}`, AnyEntry>>;

type Entries = typeof diagnosticEntries;

/** Names a message of the list. */
export type DiagnosticKey = keyof Entries;

type CodeOf<K> = K extends `${infer Code}:${string}` ? Code : K;

/** A stable code (`rules/unknown-key`); never reused for another meaning. */
export type DiagnosticCode = CodeOf<DiagnosticKey>;

/** What the texts of a message need; nothing for most. */
export type DiagnosticArgs<K extends DiagnosticKey> = Entries[K] extends { readonly example: infer A } ? [args: A] : [];

/** A code with its texts filled in. */
export type Description = { readonly code: DiagnosticCode; readonly message: string; readonly hint: string };

/** The code that a key of the list belongs to. */
export const codeOf = (key: DiagnosticKey): DiagnosticCode => key.split(':', 1)[0] as DiagnosticCode;

/** Fills in the texts of a message. */
export const describe = <K extends DiagnosticKey>(key: K, ...[args]: DiagnosticArgs<K>): Description => {
  const { message, hint } = diagnosticEntries[key] as unknown as Entry<unknown>;
  return { code: codeOf(key), message: fill(message, args), hint: fill(hint, args) };
};

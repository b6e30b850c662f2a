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
const entries = {
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

type Entries = typeof entries;

/** Names a message of the list. */
export type DiagnosticKey = keyof Entries;

type CodeOf<K> = K extends `${infer Code}:${string}` ? Code : K;

/** A stable code (`rules/unknown-key`); never reused for another meaning. */
export type DiagnosticCode = CodeOf<DiagnosticKey>;

/** Arguments of the texts; none for many messages. */
export type DiagnosticArgs<K extends DiagnosticKey> = Entries[K] extends { readonly example: infer A } ? [args: A] : [];

/** A code with its texts filled in. */
export type Description = { readonly code: DiagnosticCode; readonly message: string; readonly hint: string };

const codeOf = (key: string): DiagnosticCode => key.split(':', 1)[0] as DiagnosticCode;

/** Fills in the texts of a message. */
export const describe = <K extends DiagnosticKey>(key: K, ...[args]: DiagnosticArgs<K>): Description => {
  const { message, hint } = entries[key] as unknown as Entry<unknown>;
  return { code: codeOf(key), message: fill(message, args), hint: fill(hint, args) };
};

/** A message with the arguments of its example. */
export type DiagnosticExample = Description & { readonly key: DiagnosticKey };

/** Returns every message of the list with the arguments of its example. */
export const diagnosticExamples = (): readonly DiagnosticExample[] =>
  Object.entries(entries as unknown as Readonly<Record<DiagnosticKey, Entry<unknown>>>).map(
    ([key, { message, hint, example }]) => ({
      key: key as DiagnosticKey,
      code: codeOf(key),
      message: fill(message, example),
      hint: fill(hint, example),
    }),
  );

import { type AnyEntry, type Entry, fill } from '../diagnostics/entry.ts';
import { negativeEntries } from './negative.ts';
import { outsideEntries } from './outside.ts';
import { usageEntries } from './usage.ts';

/** Why a command ends: wrong usage, a negative result, or an external failure. */
export type ExitKind = 'usage' | 'negative' | 'outside';

/** The closed list by exit kind. A key is a code, with `:variant` where a code has several messages. */
const entries = {
  ...usageEntries,
  ...negativeEntries,
  ...outsideEntries,
} as const satisfies Readonly<Record<string, AnyEntry>>;

type Entries = typeof entries;

/** Names a message of the list. */
export type CliKey = keyof Entries;

type CodeOf<K> = K extends `${infer Code}:${string}` ? Code : K;

/** A stable code (`Settings.Missing`); never reused for another meaning. */
export type CliCode = CodeOf<CliKey>;

/** Arguments of the texts; none for some messages. */
export type CliArgs<K extends CliKey> = Entries[K] extends { readonly example: infer A } ? [args: A] : [];

/** A message with its code, and why it ends a command. */
export type FailureDescription = {
  readonly kind: ExitKind;
  readonly code: CliCode;
  readonly message: string;
  readonly hint: string;
};

const exitKindOf = (key: string): ExitKind => {
  if (key in usageEntries) return 'usage';
  return key in negativeEntries ? 'negative' : 'outside';
};

const described = (key: string, { message, hint }: Entry<unknown>, args: unknown): FailureDescription => ({
  kind: exitKindOf(key),
  code: key.split(':', 1)[0] as CliCode,
  message: fill(message, args),
  hint: fill(hint, args),
});

/** Fills in the texts of a message. */
export const describeFailure = <K extends CliKey>(key: K, ...[args]: CliArgs<K>): FailureDescription =>
  described(key, entries[key] as unknown as Entry<unknown>, args);

/** Returns every message of the list with the arguments of its example. */
export const failureExamples = (): readonly (FailureDescription & { readonly key: string })[] =>
  Object.entries(entries as unknown as Readonly<Record<string, Entry<unknown>>>).map(([key, entry]) => ({
    key,
    ...described(key, entry, entry.example),
  }));

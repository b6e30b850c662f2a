import { type ConsoleCode, consoleProblems } from '../problems/console/index.ts';
import { registryProblems } from '../problems/registry/index.ts';

/** A change that somebody else made since the version that a decision was made for. */
export type RecordedChange = {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly fields: readonly string[];
};

/** Why a verb refused. It holds no value that was sent. */
export type Refusal = {
  readonly ok: false;
  /** HTTP status. */
  readonly status: number;
  /** A code of the closed list. */
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  /** Messages beside fields of a form, by name. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly changes?: readonly RecordedChange[];
};

export type Outcome<Value> = { readonly ok: true; readonly value: Value } | Refusal;

export const done = <Value>(value: Value): Outcome<Value> => ({ ok: true, value });

/** Returns the refusal of a code, with the messages of its fields. */
export const refuse = (code: ConsoleCode, more: Pick<Refusal, 'fields' | 'changes'> = {}): Refusal => ({
  ok: false,
  status: consoleProblems[code].status,
  code,
  message: consoleProblems[code].message,
  ...more,
});

const remedies: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...consoleProblems, ...registryProblems }).map(([code, { remedy }]) => [code, remedy]),
);

/** The advice of a code, for pages. Codes of other modules have none here. */
export const remedyOf = (code: string): string | undefined => remedies.get(code);

/** Where a record is kept: a partition, and a place in it. Both are well-formed Unicode and not empty. */
export type RecordKey = { readonly partition: string; readonly sort: string };

/** A record as its writer describes it. */
export type NewRecord = RecordKey & {
  /** JSON. With the keys, at most `largestRecord` bytes. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Seconds since the Unix epoch. From then on the record is absent, whether or not the store has removed it. */
  readonly until?: number | undefined;
  /** Entry in the index `kind`. */
  readonly kind?: string | undefined;
  /** Entry in the index `subject`. */
  readonly subject?: string | undefined;
};

/** A record with its version: 1 when it's new, one more with each change. */
export type StoredRecord = NewRecord & { readonly version: number };

export type RecordIndex = 'kind' | 'subject';

/** Bytes of a record's keys and body in UTF-8. DynamoDB refuses items above 400 KiB, names of attributes included. */
export const largestRecord = 400_000;

/**
 * A store of small records. Conditions concern one record, and there are no transactions: a rule about several records is
 * written as one condition on one of them. Rejects only with a `RecordsFault`.
 */
export type Records = {
  /** Strongly consistent. */
  readonly get: (key: RecordKey) => Promise<StoredRecord | undefined>;
  /** One partition in the order of the UTF-8 bytes of `sort`, limited to a prefix of it. Strongly consistent. */
  readonly list: (partition: string, prefix?: string) => Promise<readonly StoredRecord[]>;
  /** Eventually consistent, for lists that people read; never for a decision. In the order of partition and `sort`. */
  readonly find: (index: RecordIndex, value: string) => Promise<readonly StoredRecord[]>;
  /** Writes if the stored version is the expected one, 0 for none. False if it isn't; then nothing was written. */
  readonly put: (record: NewRecord, expectedVersion: number) => Promise<boolean>;
  /** Removes if the stored version is the expected one. */
  readonly remove: (key: RecordKey, expectedVersion: number) => Promise<boolean>;
};

/** The verbs of the data plane, which decides by consistent reads and writes nothing. */
export type ReadRecords = Pick<Records, 'get' | 'list'>;

/** `unavailable`: the store doesn't answer or refuses; `too-large`; `invalid`: the key isn't well-formed or is empty. */
export type RecordsFaultKind = 'unavailable' | 'too-large' | 'invalid';

/** The message is only the kind, because messages of stores can contain values. */
export class RecordsFault extends Error {
  readonly kind: RecordsFaultKind;

  constructor(kind: RecordsFaultKind, cause?: unknown) {
    super(`records ${kind}`, { cause });
    this.name = 'RecordsFault';
    this.kind = kind;
  }
}

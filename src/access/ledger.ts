import { createHash } from 'node:crypto';
import type { Clock, Records, StoredRecord } from '../ports/index.ts';
import { clientSubject, connectorSubject } from './verify/index.ts';

/** A decision. */
export type LedgerVerb =
  | 'client.create'
  | 'client.change'
  | 'client.rotate'
  | 'client.end-secret'
  | 'client.delete'
  | 'grant.give'
  | 'grant.end'
  | 'grant.suspend'
  | 'grant.resume'
  | 'grant.regenerate'
  | 'grant.confirm'
  | 'grant.review'
  | 'claim.issue'
  | 'claim.redeem'
  | 'claim.alarm'
  | 'claim.lock'
  | 'request.create'
  | 'request.withdraw'
  | 'request.decline'
  | 'proposal.create'
  | 'proposal.approve'
  | 'proposal.decline'
  | 'proposal.withdraw'
  | 'grant.narrow'
  | 'connector.change'
  | 'connector.pause'
  | 'connector.resume'
  | 'connector.delete'
  | 'review.done';

/** A decision: never a secret, an address of a person, or a value of Microsoft 365. */
export type Decision = {
  readonly verb: LedgerVerb;
  /** Who decided: the object id of a person, the ARN of an operator, or a name on this machine. */
  readonly by: string;
  /** Id of the client. */
  readonly client?: string | undefined;
  readonly grant?: string | undefined;
  /** Name of the connector, if the decision is about one. */
  readonly connector?: string | undefined;
  /** Names, numbers and reasons that the decision consists of. */
  readonly details: Readonly<Record<string, string | number | readonly string[]>>;
};

export type LedgerEntry = Decision & {
  /** 1 for the first entry. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  /** Hash of the entry before; empty for the first. */
  readonly previous: string;
  /** base64url SHA-256 of the JSON of the rest. */
  readonly hash: string;
};

/** Entries of a partition. The number of an entry decides its partition, so that two chains can't begin beside each other. */
const pageSize = 1_000;
const partitionOf = (number: number): string => `LEDGER#${String(Math.ceil(number / pageSize)).padStart(6, '0')}`;
const sortOf = (number: number): string => String(number).padStart(9, '0');
const keyOf = (number: number) => ({ partition: partitionOf(number), sort: sortOf(number) });
const headKey = { partition: 'LEDGER#HEAD', sort: 'META' };

/** The subject of an entry in the index; undefined if it is about everything. */
const subjectOf = ({ client, connector }: Decision): string | undefined => {
  if (client !== undefined) return clientSubject(client);
  return connector === undefined ? undefined : connectorSubject(connector);
};

const hashOf = (entry: Omit<LedgerEntry, 'hash'>): string => {
  const { verb, by, client, grant, connector, details, number, at, previous } = entry;
  const sorted = Object.entries(details).sort(([one], [other]) => (one < other ? -1 : 1));
  const about = connector === undefined ? [] : [connector];
  const text = JSON.stringify([number, at, previous, verb, by, client ?? '', grant ?? '', sorted, ...about]);
  return createHash('sha256').update(text).digest('base64url');
};

const entryOf = ({ body }: StoredRecord): LedgerEntry => body as LedgerEntry;

/** Returns the newest entry. The stored head can be behind, if its writer was overtaken or ended. */
const newest = async (records: Records): Promise<LedgerEntry | undefined> => {
  const head = await records.get(headKey);
  const stated = Number(head?.body['number'] ?? 0);
  let last = stated === 0 ? undefined : await records.get(keyOf(stated));
  let number = last === undefined ? 0 : stated;
  for (;;) {
    const next = await records.get(keyOf(number + 1));
    if (next === undefined) return last && entryOf(last);
    number += 1;
    last = next;
  }
};

/** Appends a decision. Of several writers one takes each number, and the others take the next ones. */
export const appendToLedger = async (records: Records, clock: Clock, decision: Decision): Promise<LedgerEntry> => {
  for (;;) {
    const last = await newest(records);
    const number = (last?.number ?? 0) + 1;
    const begun = { ...decision, number, at: new Date(clock()).toISOString(), previous: last?.hash ?? '' };
    const entry: LedgerEntry = { ...begun, hash: hashOf(begun) };
    const subject = subjectOf(decision);
    const written = await records.put(
      { ...keyOf(number), kind: 'ledger', ...(subject !== undefined && { subject }), body: entry },
      0,
    );
    if (!written) continue;
    const head = await records.get(headKey);
    if (Number(head?.body['number'] ?? 0) < number)
      await records.put({ ...headKey, body: { number } }, head?.version ?? 0);
    return entry;
  }
};

/** Returns all entries in order. */
export const readLedger = async (records: Records): Promise<readonly LedgerEntry[]> => {
  const entries: LedgerEntry[] = [];
  for (let page = 0; ; page += 1) {
    const found = await records.list(partitionOf(page * pageSize + 1));
    entries.push(...found.map(entryOf));
    if (found.length < pageSize) return entries;
  }
};

/** The first place where a ledger isn't the chain that was written; undefined if there is none. */
export const ledgerProblem = (entries: readonly LedgerEntry[]): string | undefined => {
  let previous = '';
  for (const [index, entry] of entries.entries()) {
    if (entry.number !== index + 1) return `entry ${index + 1} is missing`;
    if (entry.previous !== previous || entry.hash !== hashOf(entry)) return `entry ${entry.number} was changed`;
    previous = entry.hash;
  }
  return undefined;
};

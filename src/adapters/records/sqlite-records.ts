import { closeSync, mkdirSync, openSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { type Clock, type Records, RecordsFault, type StoredRecord, type Wait } from '../../ports/index.ts';
import { bodyOf, bodyText, checkKey, checkPartition, secondsOf } from './record-text.ts';

export type SqliteRecordsOptions = {
  /** Path of the database. Created for its owner only if it doesn't exist. */
  readonly path: string;
  readonly clock: Clock;
  readonly wait: Wait;
  /** How long another process may hold the lock before it counts as ended, in milliseconds. @default 5 s */
  readonly patienceMs?: number;
};

export type SqliteRecords = Records & { readonly close: () => void };

const schema = `
  create table if not exists record (
    partition text not null, sort text not null, version integer not null, body text not null,
    until integer, kind text, subject text, primary key (partition, sort)
  ) strict, without rowid;
  create index if not exists record_kind on record (kind) where kind is not null;
  create index if not exists record_subject on record (subject) where subject is not null;`;

const columns = 'partition, sort, version, body, until, kind, subject';
/** True for records whose time isn't up; its one parameter is the time. */
const present = '(until is null or until > ?)';

const createForOwner = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
};

type Row = Readonly<Record<string, unknown>>;

const recordOf = ({ partition, sort, version, body, until, kind, subject }: Row): StoredRecord => ({
  partition: String(partition),
  sort: String(sort),
  version: Number(version),
  body: bodyOf(String(body)),
  ...(until !== null && { until: Number(until) }),
  ...(kind !== null && { kind: String(kind) }),
  ...(subject !== null && { subject: String(subject) }),
});

const isBusy = (error: unknown): boolean => error instanceof Error && error.message === 'database is locked';

/** Identifies the lock of the driver, a folder next to the database; undefined if there is none. */
const lockAt = (path: string): string | undefined => {
  const found = statSync(`${path}.lock`, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.ino} ${found.mtimeMs}`;
};

const pauseMs = 10;

/**
 * Records in a SQLite database that several processes can open. Each verb is one statement, which takes milliseconds; a
 * lock that stays the same for `patienceMs` belongs to a process that was killed, and is removed. SQLite then rolls back
 * its unfinished write.
 */
export const sqliteRecords = async (options: SqliteRecordsOptions): Promise<SqliteRecords> => {
  const { path, clock, wait, patienceMs = 5_000 } = options;

  const unlocked = async <Result>(act: () => Result): Promise<Result> => {
    let lock = lockAt(path);
    let waited = 0;
    for (;;) {
      try {
        return act();
      } catch (error) {
        if (!isBusy(error)) throw new RecordsFault('unavailable', error);
        const now = lockAt(path);
        if (now !== lock || now === undefined) [lock, waited] = [now, 0];
        else if (waited >= patienceMs) rmdirSync(`${path}.lock`);
      }
      await wait(pauseMs);
      waited += pauseMs;
    }
  };

  const database = await unlocked(() => {
    createForOwner(path);
    return new sqlite.Database(path);
  });
  await unlocked(() => database.exec(schema));

  const now = (): number => secondsOf(clock);
  const changed = (sql: string, values: (string | number | null)[]): Promise<boolean> =>
    unlocked(() => database.run(sql, values).changes === 1);
  const rows = async (sql: string, values: (string | number)[]): Promise<readonly StoredRecord[]> =>
    (await unlocked(() => database.all(sql, values))).map((row) => recordOf(row as Row));

  return {
    get: async (key) => {
      checkKey(key);
      const sql = `select ${columns} from record where partition = ? and sort = ? and ${present}`;
      return (await rows(sql, [key.partition, key.sort, now()]))[0];
    },
    list: async (partition, prefix = '') => {
      checkPartition(partition, prefix);
      const sql = `select ${columns} from record where partition = ? and sort >= ? and substr(sort, 1, length(?)) = ?
        and ${present} order by sort`;
      return rows(sql, [partition, prefix, prefix, prefix, now()]);
    },
    find: (index, value) =>
      rows(`select ${columns} from record where ${index} = ? and ${present} order by partition, sort`, [value, now()]),
    put: async (record, expectedVersion) => {
      const { partition, sort, until = null, kind = null, subject = null } = record;
      const values = [bodyText(record), until, kind, subject];
      if (expectedVersion > 0)
        return changed(
          `update record set version = version + 1, body = ?, until = ?, kind = ?, subject = ?
           where partition = ? and sort = ? and version = ? and ${present}`,
          [...values, partition, sort, expectedVersion, now()],
        );
      return changed(
        `insert into record (body, until, kind, subject, partition, sort, version) values (?, ?, ?, ?, ?, ?, 1)
         on conflict (partition, sort) do update set version = 1, body = excluded.body, until = excluded.until,
         kind = excluded.kind, subject = excluded.subject where record.until <= ?`,
        [...values, partition, sort, now()],
      );
    },
    remove: async (key, expectedVersion) => {
      checkKey(key);
      return changed(`delete from record where partition = ? and sort = ? and version = ? and ${present}`, [
        key.partition,
        key.sort,
        expectedVersion,
        now(),
      ]);
    },
    close: () => database.close(),
  };
};

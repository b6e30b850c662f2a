import type { Clock, NewRecord, RecordKey, Records, StoredRecord } from '../../ports/index.ts';
import { bodyOf, bodyText, checkKey, checkPartition, secondsOf } from './record-text.ts';

type Held = Omit<StoredRecord, 'body'> & { readonly text: string };

const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

const inOrder = (one: RecordKey, other: RecordKey): number =>
  byBytes(one.partition, other.partition) || byBytes(one.sort, other.sort);

/** Records that last as long as the process. */
export const memoryRecords = (clock: Clock = Date.now): Records => {
  const partitions = new Map<string, Map<string, Held>>();

  const isThere = (held: Held | undefined): held is Held =>
    held !== undefined && (held.until === undefined || held.until > secondsOf(clock));

  const heldAt = ({ partition, sort }: RecordKey): Held | undefined => {
    const held = partitions.get(partition)?.get(sort);
    return isThere(held) ? held : undefined;
  };

  const opened = ({ text, ...rest }: Held): StoredRecord => ({ ...rest, body: bodyOf(text) });

  const openedAll = (found: readonly Held[]): readonly StoredRecord[] =>
    found.filter(isThere).sort(inOrder).map(opened);

  const all = (): readonly Held[] => [...partitions.values()].flatMap((held) => [...held.values()]);

  return {
    get: async (key) => {
      checkKey(key);
      const held = heldAt(key);
      return held === undefined ? undefined : opened(held);
    },
    list: async (partition, prefix = '') => {
      checkPartition(partition, prefix);
      return openedAll([...(partitions.get(partition)?.values() ?? [])].filter(({ sort }) => sort.startsWith(prefix)));
    },
    find: async (index, value) => openedAll(all().filter((held) => held[index] === value)),
    put: async (record: NewRecord, expectedVersion) => {
      const { body: _, ...rest } = record;
      const text = bodyText(record);
      if ((heldAt(record)?.version ?? 0) !== expectedVersion) return false;
      const partition = partitions.get(record.partition) ?? new Map<string, Held>();
      partitions.set(record.partition, partition.set(record.sort, { ...rest, text, version: expectedVersion + 1 }));
      return true;
    },
    remove: async (key, expectedVersion) => {
      checkKey(key);
      if (heldAt(key)?.version !== expectedVersion) return false;
      return partitions.get(key.partition)?.delete(key.sort) === true;
    },
  };
};

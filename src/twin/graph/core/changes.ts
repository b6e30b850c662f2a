import type { Json } from '../odata/index.ts';

/** A changed item: its key in the feed and, if it was removed, the reason. */
export type Change = { readonly key: string; readonly removed: 'changed' | 'deleted' | undefined };

/**
 * Changes in the organization since the twin started. A feed is a list that can be followed by delta: `users`,
 * `groups`, `events of <person id>`, `messages of <folder id>` …; keys are the ids in it.
 */
export type Changes = {
  readonly remove: (feed: string, key: string, reason?: 'changed' | 'deleted') => void;
  readonly update: (feed: string, key: string, patch: Json) => void;
  readonly isRemoved: (feed: string, key: string) => boolean;
  readonly patchOf: (feed: string, key: string) => Json | undefined;
  /** Returns each changed key once, in its latest state. */
  readonly since: (feed: string, sequence: number) => readonly Change[];
  readonly sequence: () => number;
  /** Delta and page tokens of other generations have expired (410). */
  readonly generation: () => number;
  readonly expireTokens: () => void;
};

type Entry = { readonly sequence: number; readonly feed: string; readonly change: Change };

export const makeChanges = (): Changes => {
  const entries: Entry[] = [];
  const removed = new Set<string>();
  const patches = new Map<string, Json>();
  let generation = 1;
  const place = (feed: string, key: string): string => `${feed}\n${key}`;
  const note = (feed: string, change: Change): void => {
    entries.push({ sequence: entries.length + 1, feed, change });
  };
  return {
    remove: (feed, key, reason = 'deleted') => {
      removed.add(place(feed, key));
      note(feed, { key, removed: reason });
    },
    update: (feed, key, patch) => {
      patches.set(place(feed, key), { ...patches.get(place(feed, key)), ...patch });
      note(feed, { key, removed: undefined });
    },
    isRemoved: (feed, key) => removed.has(place(feed, key)),
    patchOf: (feed, key) => patches.get(place(feed, key)),
    since: (feed, sequence) => {
      const latest = new Map<string, Change>();
      for (const entry of entries) {
        if (entry.feed === feed && entry.sequence > sequence) latest.set(entry.change.key, entry.change);
      }
      return [...latest.values()];
    },
    sequence: () => entries.length,
    generation: () => generation,
    expireTokens: () => {
      generation += 1;
    },
  };
};

import { asciiLower } from '../../plan/index.ts';
import type { Part } from './input-value.ts';

/** How `$select` is read and what is sent when the caller gives none. */
export type SelectMatcher = {
  readonly read: (text: string) => readonly Part[];
  readonly supplied: readonly Part[];
};

const topLevel = (name: string): string => asciiLower(name.trim().replace(/\/.*$/s, ''));

/**
 * Narrows `$select` to the kept properties, in the caller's order, so that nothing is fetched that would be dropped. What
 * is left is never empty, since Graph reads an empty list as everything: then it is `id`, or the first kept property.
 */
export const prepareSelect = (kept: readonly string[]): SelectMatcher => {
  const spelled = new Map(kept.map((name) => [asciiLower(name), name]));
  const least = spelled.get('id') ?? kept.slice(0, 1).join('');
  const all: readonly Part[] = [{ text: kept.join(',') }];
  return {
    supplied: all,
    read: (text) => {
      const asked = text.split(',').map(topLevel);
      if (asked.includes('*') || asked.every((name) => name === '')) return all;
      const names = new Set(asked.flatMap((name) => spelled.get(name) ?? []));
      return [{ text: names.size === 0 ? least : [...names].join(',') }];
    },
  };
};

import type { JsonValue } from '../../json/index.ts';
import type { Counts, RunContext } from '../../plan/index.ts';

/** One walk over one answer. */
export type Walk = {
  readonly tools: RunContext;
  readonly counts: Counts;
  /** Set when a link belongs to no endpoint; the answer is then refused whole. */
  unmapped: boolean;
};

/** Where a value stands, as far as it changes what it may carry. `removed`: an item that may carry `@removed`. */
export type Place = { readonly removed: boolean };

export const anywhere: Place = { removed: false };

/** Builds the sanitized value of a place in the answer; undefined where it is dropped. Never changes what it is given. */
export type Step = (value: JsonValue, walk: Walk, place: Place) => JsonValue | undefined;

/** Drops a value of another JSON type than the rules name. */
export const wrongType = (walk: Walk): undefined => {
  walk.counts.wrongTypes += 1;
  return undefined;
};

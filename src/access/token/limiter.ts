import type { Clock } from '../../ports/index.ts';

export type LimiterOptions = {
  /** Points that an address can save up. */
  readonly capacity: number;
  /** Points that it gets back in a second. */
  readonly perSecond: number;
};

export type Limiter = {
  /** Takes a point of an address; false if it has none left. */
  readonly admit: (address: string) => boolean;
  /** Takes the further points that a failure costs. */
  readonly failed: (address: string) => void;
};

/** A request costs one point, a refused credential ten more: about 300 requests a minute, or 27 failures. */
export const usualLimit: LimiterOptions = { capacity: 300, perSecond: 5 };
const failurePoints = 10;

/** Addresses that are remembered at most. The oldest one is forgotten first. */
const mostAddresses = 10_000;

/** Limits requests of each address by a bucket of points. Counts in memory, for one process. */
export const makeLimiter = ({ capacity, perSecond }: LimiterOptions, clock: Clock): Limiter => {
  const buckets = new Map<string, { readonly points: number; readonly at: number }>();

  const filled = (address: string): number => {
    const held = buckets.get(address);
    if (held === undefined) return capacity;
    return Math.min(capacity, held.points + (Math.max(0, clock() - held.at) / 1000) * perSecond);
  };

  const hold = (address: string, points: number): void => {
    buckets.delete(address);
    buckets.set(address, { points: Math.max(0, points), at: clock() });
    const oldest = buckets.keys().next();
    if (buckets.size > mostAddresses && !oldest.done) buckets.delete(oldest.value);
  };

  return {
    admit: (address) => {
      const points = filled(address);
      hold(address, points < 1 ? points : points - 1);
      return points >= 1;
    },
    failed: (address) => hold(address, filled(address) - failurePoints),
  };
};

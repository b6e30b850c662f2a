/**
 * Times two functions on the same input in alternation, so that a change in the machine's speed affects both equally.
 */
export type Paired = {
  /** Median milliseconds of each. */
  readonly a: number;
  readonly b: number;
  /** Median of a/b, pair by pair. */
  readonly ratio: number;
};

/** Runs both `rounds` times after one warm-up. */
export const measurePaired = (rounds: number, a: () => unknown, b: () => unknown): Paired => {
  a();
  b();
  const pairs = Array.from({ length: rounds }, () => [time(a), time(b)] as const);
  return {
    a: median(pairs.map(([first]) => first)),
    b: median(pairs.map(([, second]) => second)),
    ratio: median(pairs.map(([first, second]) => first / second)),
  };
};

const time = (work: () => unknown): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

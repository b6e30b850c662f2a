// A sample of the mutants, for modules where testing every mutant takes days.
import { createHash } from 'node:crypto';

/**
 * True if the mutant is in the sample: `share` (0 to 1) of all mutants, evenly spread, the same ones for the same code and seed.
 * Without a sample, every mutant is.
 */
export const isSampled = (id, sample) => {
  if (sample === undefined) return true;
  const hash = createHash('sha256').update(`${sample.seed}:${id}`).digest();
  return hash.readUInt32BE() < sample.share * 2 ** 32;
};

/** Wilson's interval for a share of successes, at 95 %, in percent. */
export const interval = (successes, all) => {
  if (all === 0) return [0, 100];
  const z = 1.96;
  const share = successes / all;
  const middle = share + z ** 2 / (2 * all);
  const half = z * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2));
  const scale = 1 + z ** 2 / all;
  return [(100 * (middle - half)) / scale, (100 * (middle + half)) / scale];
};

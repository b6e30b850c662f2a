import { createRequire } from 'node:module';
import type * as Recheck from 'recheck';

/** How a matching time grows with the text. `unknown`: the checker could not tell in time. */
export type Growth = 'linear' | 'polynomial' | 'exponential' | 'unknown';

/** Milliseconds: long, so that a busy machine says the same as an idle one. */
const timeout = 3_000;

/** Loaded when first needed: it is large, and most expressions are plainly linear. */
const load = (): typeof Recheck => createRequire(import.meta.url)('recheck/lib/browser.js');

/** Asks the checker of regular expressions; usually takes milliseconds. */
export const growthOf = (source: string, flags: string): Growth => {
  const answer = load().checkSync(source, flags, { timeout });
  if (answer.status === 'safe') return 'linear';
  return answer.status === 'vulnerable' ? answer.complexity.type : 'unknown';
};

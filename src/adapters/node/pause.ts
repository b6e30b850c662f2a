import { setTimeout as sleep } from 'node:timers/promises';
import type { Wait } from '../../ports/index.ts';

/** Waits by the clock of the machine. */
export const pause: Wait = async (ms, signal) => {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
};

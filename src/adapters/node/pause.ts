import type { Wait } from '../../ports/index.ts';

/** Waits by the clock of the machine. Without `node:timers/promises`, which a function's start would load for nothing else. */
export const pause: Wait = (ms, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });

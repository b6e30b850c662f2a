import type { Clock } from '../../ports/index.ts';

/**
 * Maximum age of a request that others may join, in milliseconds: more than a request normally takes, and less than its
 * timeout.
 */
const joinableMs = 5_000;

export type Shared<T> = {
  /** Returns the result of the request in progress, otherwise of a new one. */
  readonly run: () => Promise<T>;
  readonly underway: () => boolean;
};

/**
 * Coalesces concurrent requests. Doesn't join a request that began too long ago: a function that was frozen in the
 * middle of one resumes with the request timed out or its connection closed.
 */
export const shared = <T>(act: () => Promise<T>, clock: Clock): Shared<T> => {
  let latest: { readonly result: Promise<T>; readonly since: number } | undefined;

  const begin = (): Promise<T> => {
    const begun = {
      since: clock(),
      result: act().finally(() => {
        if (latest === begun) latest = undefined;
      }),
    };
    latest = begun;
    return begun.result;
  };

  return {
    run: () => (latest !== undefined && clock() - latest.since < joinableMs ? latest.result : begin()),
    underway: () => latest !== undefined,
  };
};

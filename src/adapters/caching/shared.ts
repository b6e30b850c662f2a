import type { Clock } from '../../ports/index.ts';

/** A request that began longer ago is not joined any more, milliseconds: more than one takes, less than one may take. */
const joinableMs = 5_000;

export type Shared<T> = {
  /** The result of the request in progress, otherwise of a new one. */
  readonly run: () => Promise<T>;
  readonly underway: () => boolean;
};

/**
 * Lets one request serve all who wait. One that began too long ago is left to itself, and who asks then begins anew: a
 * function that was frozen in the middle of a request wakes to find it out of time, or its connection gone.
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

import type { EndsWorld, Tool } from './world.ts';

/** A way to end a tool's tokens. */
export type Ending = {
  readonly name: string;
  readonly end: (tool: Tool) => Promise<void>;
};

export type StormResult = {
  readonly ending: string;
  readonly rounds: number;
  /** Rounds in which the first call begun after the end was refused with 401. */
  readonly firstRefused: number;
  /** Calls begun after the end, and how many of them were refused with 401. */
  readonly later: { readonly calls: number; readonly refused: number };
  /** Calls that succeeded before the end. */
  readonly before: number;
};

type Ended = { readonly begun: number; readonly status: number };

/** One round: callers call without a pause; the tool is ended; every caller goes on until a call that began later is answered. */
const round = async (world: EndsWorld, { end }: Ending, callers: number) => {
  const tool = await world.register();
  let order = 0;
  let endedAt = Infinity;
  const calls: Ended[] = [];
  let warm = (): void => {};
  const busy = new Promise<void>((resolve) => {
    warm = resolve;
  });
  const caller = async (): Promise<void> => {
    for (;;) {
      order += 1;
      const begun = order;
      const status = await world.call(tool);
      calls.push({ begun, status });
      if (calls.length >= 2 * callers) warm();
      if (begun > endedAt) return;
    }
  };
  const calling = Promise.all(Array.from({ length: callers }, caller));
  await busy;
  await end(tool);
  endedAt = order;
  await calling;
  const later = calls.filter(({ begun }) => begun > endedAt).sort((one, other) => one.begun - other.begun);
  return {
    later: later.map(({ status }) => status),
    before: calls.filter(({ begun, status }) => begun <= endedAt && status === 200).length,
  };
};

/** Ends tools while callers use their tokens, and counts the results of calls that begin after each end. */
export const storm = async (
  world: EndsWorld,
  ending: Ending,
  { rounds, callers }: { readonly rounds: number; readonly callers: number },
): Promise<StormResult> => {
  const result = { firstRefused: 0, calls: 0, refused: 0, before: 0 };
  for (let index = 0; index < rounds; index += 1) {
    const { later, before } = await round(world, ending, callers);
    result.firstRefused += later[0] === 401 ? 1 : 0;
    result.calls += later.length;
    result.refused += later.filter((status) => status === 401).length;
    result.before += before;
  }
  const { firstRefused, calls, refused, before } = result;
  return { ending: ending.name, rounds, firstRefused, later: { calls, refused }, before };
};

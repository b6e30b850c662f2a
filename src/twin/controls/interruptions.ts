import type { TwinAnswer, TwinCall } from '../http/index.ts';
import type { TwinServiceName } from './clocks.ts';

/** A response that a service gives instead of its normal one to the next matching calls. */
export type Interruption = {
  readonly service: TwinServiceName;
  /** Number of calls to interrupt. */
  readonly times: number;
  /** Interrupts only calls whose path and query contain this text. */
  readonly urlIncludes?: string;
  readonly answer: (call: TwinCall) => TwinAnswer;
};

export type Interruptions = {
  readonly add: (interruption: Interruption) => void;
  readonly take: (service: TwinServiceName, call: TwinCall) => TwinAnswer | undefined;
  readonly clear: () => void;
};

/** Interruptions apply in the order in which they were added. */
export const makeInterruptions = (): Interruptions => {
  let waiting: { readonly interruption: Interruption; left: number }[] = [];
  return {
    add: (interruption) => {
      waiting.push({ interruption, left: interruption.times });
    },
    take: (service, call) => {
      const asked = call.url.pathname + call.url.search;
      const found = waiting.find(
        ({ interruption }) => interruption.service === service && asked.includes(interruption.urlIncludes ?? ''),
      );
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left <= 0) waiting = waiting.filter((entry) => entry !== found);
      return found.interruption.answer(call);
    },
    clear: () => {
      waiting = [];
    },
  };
};

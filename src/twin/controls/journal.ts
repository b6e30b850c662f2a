import type { TwinCall } from '../http/index.ts';
import type { TwinServiceName } from './clocks.ts';

/** One request to a service of the twin, unchanged. */
export type SeenCall = {
  readonly service: TwinServiceName;
  readonly method: string;
  /** Path and query, undecoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
};

export type CallJournal = {
  readonly record: (service: TwinServiceName, call: TwinCall, status: number) => void;
  readonly seen: (service?: TwinServiceName) => readonly SeenCall[];
  readonly forget: () => void;
};

const longest = 10_000;

/** Records the latest 10,000 requests, so that a test can check the requests to Microsoft. */
export const makeCallJournal = (): CallJournal => {
  let calls: SeenCall[] = [];
  return {
    record: (service, { method, url, headers }, status) => {
      calls.push({ service, method, target: url.pathname + url.search, headers, status });
      if (calls.length > longest) calls.shift();
    },
    seen: (service) => calls.filter((call) => service === undefined || call.service === service),
    forget: () => {
      calls = [];
    },
  };
};

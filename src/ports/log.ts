/** What is known of a call when it ends: names, counts, durations, codes; never a value. */
export type CallRecord = {
  readonly requestId: string;
  readonly connector: string;
  /** The endpoint's path template, or undefined when none matched. */
  readonly endpoint?: string;
  readonly method: string;
  readonly status: number;
  /** A problem code of the closed list. */
  readonly code?: string;
  /** A known Graph error code word, when Graph refused. */
  readonly graphCode?: string;
  readonly durationMs: number;
  readonly upstreamMs?: number;
  readonly upstreamStatus?: number;
  readonly upstreamBytes?: number;
  readonly replyBytes?: number;
  readonly dropped?: Readonly<Record<string, number>>;
  readonly retries?: number;
};

export type Log = { readonly call: (record: CallRecord) => void };

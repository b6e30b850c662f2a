/** The record of a finished call: names, counts, durations, codes; never a value. */
export type CallRecord = {
  /** Also `client-request-id` of the reply and of the request to Graph. */
  readonly requestId: string;
  /** Graph's own `request-id`, when it answered. */
  readonly graphRequestId?: string;
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
  /** Counts of dropped values, by reason. */
  readonly dropped?: Readonly<Record<string, number>>;
  readonly retries?: number;
  /** Where in the code a fault of our own was met: its name, file and line, never its message. */
  readonly place?: string;
  /** Permissions that consent is missing for, when that is what ended the call. */
  readonly missingPermissions?: readonly string[];
};

export type Log = { readonly call: (record: CallRecord) => void };

/** The record of a finished call: names, counts, durations, codes; never a value. */
export type CallRecord = {
  /** Also `client-request-id` of the reply and of the request to Graph. */
  readonly requestId: string;
  /** Graph's own `request-id`, if Graph responded. */
  readonly graphRequestId?: string;
  readonly connector: string;
  /** The endpoint's path template; undefined if none matched. */
  readonly endpoint?: string;
  /** Id of the registered tool that called with a token. */
  readonly client?: string;
  readonly method: string;
  readonly status: number;
  /** A problem code of the closed list. */
  readonly code?: string;
  /** A known Graph error code, if Graph returned an error. */
  readonly graphCode?: string;
  readonly durationMs: number;
  readonly upstreamMs?: number;
  readonly upstreamStatus?: number;
  readonly upstreamBytes?: number;
  readonly replyBytes?: number;
  /** Counts of dropped values, by reason. */
  readonly dropped?: Readonly<Record<string, number>>;
  /**
   * Numbers of strings that didn't match the format of a kept property, by property path and format
   * (`contexts/contextType (identifier)`): dropped, cut, or `unknownFutureValue`. Contains names of the rules only.
   */
  readonly unfit?: Readonly<Record<string, number>>;
  readonly retries?: number;
  /** True for a health check, which no metric counts. */
  readonly health?: boolean;
  /** Source of an internal fault: its name, file and line, never its message. */
  readonly place?: string;
  /** Permissions without consent, if they are the reason that the call failed. */
  readonly missingPermissions?: readonly string[];
};

export type Log = { readonly call: (record: CallRecord) => void };

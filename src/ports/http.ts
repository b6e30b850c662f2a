/** One upstream request. The host is pinned by the adapter's caller; redirects are never followed. */
export type UpstreamRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  /** Absolute https URL. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly timeoutMs: number;
};

/** The body is already decoded (gzip, deflate, br). Header names are lower case. */
export type UpstreamAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** Rejects with an `UpstreamFault` (`unreachable` | `timeout` | `too-large`) and with nothing else. */
export type Http = { readonly send: (request: UpstreamRequest) => Promise<UpstreamAnswer> };

/** One upstream request. The host is pinned by the adapter's caller; redirects are never followed. */
export type UpstreamRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  /** Absolute https URL. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly timeoutMs: number;
  /** Aborts if nobody waits for the response any longer. */
  readonly signal?: AbortSignal;
};

/** The oldest version of TLS that connections to Microsoft accept. */
export type MinimumTls = '1.3' | '1.2';

/** An upstream response with its body already decoded (gzip, deflate, br). Header names are lower case. */
export type UpstreamResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** Rejects only with an `UpstreamFault`. */
export type Http = { readonly send: (request: UpstreamRequest) => Promise<UpstreamResponse> };

/**
 * `unreachable`: no connection, or it ended early; `timeout`; `too-large`: the decoded body passed the cap; `undecodable`;
 * `abandoned`: the request's signal aborted.
 */
export type UpstreamFaultKind = 'unreachable' | 'timeout' | 'too-large' | 'undecodable' | 'abandoned';

/** No readable response arrived. The message is only the kind, because the original message may contain names. */
export class UpstreamFault extends Error {
  readonly kind: UpstreamFaultKind;

  constructor(kind: UpstreamFaultKind, cause?: unknown) {
    super(`upstream ${kind}`, { cause });
    this.name = 'UpstreamFault';
    this.kind = kind;
  }
}

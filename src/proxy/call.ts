import type { Verified } from '../access/verify/index.ts';
import type { DropCounts, SanitizedBody, UpstreamTarget } from '../plan/index.ts';
import type { UpstreamResponse } from '../ports/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';

/** A tool's request, as received from the platform. */
export type Call = {
  readonly method: string;
  /** Request target in origin form as sent: path and query, still percent-encoded. */
  readonly target: string;
  /** Lower-case names; values of repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** True if the request has a body; bodies are never forwarded. */
  readonly hasBody: boolean;
  /** The proxy's own URL, of the settings or as reported by the platform, without a trailing slash; never from a client header. */
  readonly baseUrl: string;
  /** True if several connectors share `baseUrl`, and only the path decides between them. */
  readonly shared?: boolean;
  /** Time at which the platform ends the call, in milliseconds since the Unix epoch. */
  readonly deadline: number;
  /**
   * Aborts if the caller disconnects before the reply and the platform reports it. The request to Graph then ends as
   * well.
   */
  readonly signal?: AbortSignal;
  /** The platform's own id of the request; used when it is a GUID and the caller brings none. */
  readonly id?: string;
  /** Largest body, in bytes as sent, that the platform can return. @default no limit */
  readonly largestReply?: number;
  /** The caller as authenticated by the platform, or the registered tool whose token was verified. */
  readonly caller?: { readonly principal: string } | { readonly client: Verified };
};

declare const own: unique symbol;

/** UTF-8 JSON written by Graphveil itself; created only in `reply.ts`. */
export type OwnBody = Uint8Array & { readonly [own]: true };

/** The reply. Its body is sanitized or our own; the type allows no other. */
export type Reply = {
  readonly status: number;
  /** Lower-case names from the closed list in `reply.ts`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: SanitizedBody | OwnBody | CompressedBody;
};

declare const compressed: unique symbol;

/** A gzipped body of either kind. The reply carries a matching `content-encoding` header. */
export type CompressedBody = Uint8Array & { readonly [compressed]: true };

/** Replies to calls of one connector. Never rejects. */
export type HandleCall = (call: Call) => Promise<Reply>;

/** A response to sanitize, with the facts of its call. Plain data unless the call is limited, so that another thread can receive it. */
export type ResponseToSanitize = Pick<Call, 'method' | 'baseUrl' | 'shared'> & {
  /** Index of the endpoint in the Plan. */
  readonly index: number;
  readonly request: UpstreamTarget;
  readonly response: UpstreamResponse;
};

/** A response that went through the rules, or that has no body. */
export type SanitizedResponse = {
  readonly ok: true;
  readonly cut?: undefined;
  readonly status: number;
  readonly body: SanitizedBody | OwnBody;
  readonly counts: DropCounts;
  /** See `RunResult`. */
  readonly unfit?: Readonly<Record<string, number>>;
  /** The media type of the body. @default application/json */
  readonly contentType?: 'text/plain';
  /** The page size that replaced a smaller one in the call. */
  readonly raisedPage?: number;
  /** Preferences that Graph applied, as they were sent. */
  readonly applied?: string;
};

/** `cut`: the response isn't whole, so fetching it once more may help. */
export type SanitizeResult =
  | SanitizedResponse
  | { readonly ok: false; readonly problem: Problem; readonly cut?: boolean };

/**
 * Sanitizes a response in another thread, so that other calls don't wait for it. Undefined for a response that is sanitized
 * here. Rejects with a `Fault` if too much waits already.
 */
export type Offload = (response: ResponseToSanitize, keyring: Keyring) => Promise<SanitizeResult> | undefined;

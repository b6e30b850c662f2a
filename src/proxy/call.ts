import type { SanitizedBody } from '../plan/index.ts';

/** A tool's request, as the platform handed it over. */
export type Call = {
  readonly method: string;
  /** Request target in origin form as it was sent: path and query, still percent-encoded. */
  readonly target: string;
  /** Lower-case names; values of repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** The request carried a body; none is ever passed on. */
  readonly hasBody: boolean;
  /** The proxy's own URL as the platform knows it, without a slash at the end; never from a client header. */
  readonly baseUrl: string;
  /** When the platform ends the call, milliseconds since the Unix epoch. */
  readonly deadline: number;
  /** The platform's own id of the request; used when it is a GUID and the caller brings none. */
  readonly id?: string;
  /** Most bytes of a body that the platform carries, as it is sent. @default no bound */
  readonly largestReply?: number;
  /** Who calls, as the platform has authenticated it, and for which group of people; nothing decides on it yet. */
  readonly caller?: { readonly principal: string; readonly population?: string };
};

declare const own: unique symbol;

/** UTF-8 JSON in Graphveil's own words; made only in `reply.ts`. */
export type OwnBody = Uint8Array & { readonly [own]: true };

/** The reply. Its body is sanitized or our own; the type allows nothing else. */
export type Reply = {
  readonly status: number;
  /** Lower-case names, all of the closed list in `reply.ts`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: SanitizedBody | OwnBody | CompressedBody;
};

declare const compressed: unique symbol;

/** A gzipped body of either kind. The reply carries a matching `content-encoding` header. */
export type CompressedBody = Uint8Array & { readonly [compressed]: true };

/** Calls of one connector, answered. Never rejects. */
export type HandleCall = (call: Call) => Promise<Reply>;

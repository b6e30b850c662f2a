import type { CallRecord, Clock, NewId } from '../ports/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Call } from './call.ts';

/**
 * The known facts about one call. Immutable: each step returns its part, and the reply and the log record are built
 * from them.
 */
export type CallTrace = {
  readonly call: Call;
  /** A GUID: the caller's `client-request-id` if it is one. */
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly keyring?: Pick<Keyring, 'series' | 'epoch'>;
  /** Figures of Graph about its limits, as reply headers. */
  readonly throttle?: Readonly<Record<string, string>>;
} & Pick<CallRecord, 'endpoint' | 'graphRequestId' | 'upstreamMs' | 'upstreamStatus' | 'upstreamBytes' | 'retries'>;

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Returns the text if it is a GUID, so that it can't carry anything but an id; otherwise undefined. */
export const guidOrNothing = (text: string | undefined): string | undefined =>
  text !== undefined && guid.test(text) ? text.toLowerCase() : undefined;

/** Begins the trace of a call. */
export const beginTrace = (
  call: Call,
  { clock, newId }: { readonly clock: Clock; readonly newId: NewId },
): CallTrace => ({
  call,
  id: guidOrNothing(call.headers['client-request-id']) ?? guidOrNothing(call.id) ?? newId(),
  startedAt: clock(),
});

/** Milliseconds since the Unix epoch. */
export type Clock = () => number;

/** Resolves after the given number of milliseconds, or as soon as the signal aborts. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Returns a new random GUID (RFC 9562, version 4). */
export type NewId = () => string;

/** Returns cryptographically strong random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

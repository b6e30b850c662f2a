/** Milliseconds since the Unix epoch. */
export type Clock = () => number;

/** Resolves after so many milliseconds. */
export type Wait = (ms: number) => Promise<void>;

/** A new random GUID (RFC 9562, version 4). */
export type NewId = () => string;

/** Cryptographically strong random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

/** Milliseconds since the Unix epoch. */
export type Clock = () => number;

/** Resolves after so many milliseconds. */
export type Wait = (ms: number) => Promise<void>;

/** Cryptographically strong random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

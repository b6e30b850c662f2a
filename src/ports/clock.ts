/** Milliseconds since the Unix epoch. */
export type Clock = () => number;

/** Cryptographically strong random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

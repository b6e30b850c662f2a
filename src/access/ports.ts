import type { Clock, Macs, NewId, RandomBytes, Records } from '../ports/index.ts';

/** What registering clients and giving grants needs from outside. */
export type AccessPorts = {
  readonly records: Records;
  readonly macs: Macs;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly newId: NewId;
};

/** Seconds since the Unix epoch. */
export const secondsNow = ({ clock }: Pick<AccessPorts, 'clock'>): number => Math.floor(clock() / 1000);

/** A short id that people can type: ten letters and digits, 50 bits. */
export const shortId = (random: RandomBytes): string =>
  [...random(10)].map((byte) => 'abcdefghijkmnpqrstuvwxyz23456789'[byte % 32]).join('');

export const hourSeconds = 3_600;
export const daySeconds = 24 * hourSeconds;

import type { KeyObject } from 'node:crypto';
import type { ReadSettings } from './person.ts';

/**
 * The part of a key set that must stay unchanged for joins to work: the keys that identify people, and their spelling
 * settings.
 */
export type V1Series = {
  readonly pseudonymKey: KeyObject;
  readonly domainKey: KeyObject;
  readonly settings: ReadSettings;
};

/**
 * The part of a key set that a rotation replaces: the encryption keys. `number` is 1…63, so that `p~` begins as `t~`
 * does.
 */
export type V1Epoch = {
  readonly number: number;
  readonly series: V1Series;
  readonly nonceKey: KeyObject;
  readonly encryptionKey: KeyObject;
};

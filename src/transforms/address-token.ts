import { canonicalIp } from '../pseudonyms/index.ts';
import { isBlank } from './java-text.ts';
import type { ValueFunction } from './transform.ts';

/** Puts a token in the place of a network address; any other text becomes null, a blank text stays. */
export const addressToken =
  (reversible: boolean): ValueFunction =>
  (value, { pseudonyms }) => {
    if (typeof value !== 'string') return null;
    if (isBlank(value)) return value;
    const address = canonicalIp(value);
    return address === undefined ? null : pseudonyms.pseudonymizeIp(address, { reversible });
  };

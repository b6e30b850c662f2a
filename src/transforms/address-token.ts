import { canonicalIp } from '../pseudonyms/index.ts';
import { isBlank } from './java-text.ts';
import type { ValueFunction } from './transform.ts';

/** Replaces a network address with a token. A blank text stays; any other text becomes null. */
export const addressToken =
  (reversible: boolean): ValueFunction =>
  (value, { pseudonyms }) => {
    if (typeof value !== 'string') return null;
    if (isBlank(value)) return value;
    const address = canonicalIp(value);
    return address === undefined ? null : pseudonyms.pseudonymizeIp(address, { reversible });
  };

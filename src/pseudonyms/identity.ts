import { canonicalText } from './canonical-text.ts';
import { type ReadSettings, readPerson } from './person.ts';
import { spaceOfKind, type ValueKind } from './token-kinds.ts';

/** Who or what a value names, whichever way it is spelled. */
export type Identity = {
  /** What the canonical value is unique in; both enter the HMAC. */
  readonly space: string;
  /** Equal for equal persons and things of one space. */
  readonly canonical: string;
  /** The domain of the canonical address; absent for what is no address. */
  readonly domain?: string;
  /** What a reversible token holds: a spelling that Graph accepts. It has the same `space` and `canonical` as the value. */
  readonly openable: string;
};

/** Where texts of an address's place go that are no address: whoever writes them must not learn anybody's pseudonym. */
const noAddress = 'no-address';

/**
 * Finds the one spelling of a value of a kind. A function of the value, its kind and the series' fixed settings only, and
 * `openable` leads to the same result: deterministic nonces rest on that.
 */
export const identify = (value: string, kind: ValueKind, settings: ReadSettings): Identity => {
  const space = spaceOfKind(kind);
  if (kind !== 'user-id' && kind !== 'mail-address') return { space, ...canonicalText(value, kind) };
  const { isAddress, ...person } = readPerson(value, settings);
  if (kind === 'user-id' || isAddress) return { space, ...person };
  return { space: noAddress, canonical: value, openable: value };
};

import { canonicalText } from './canonical-text.ts';
import { type ReadSettings, readPerson } from './person.ts';
import { spaceOfKind, type ValueKind } from './token-kinds.ts';

/** The person or thing that a value names, independent of its spelling. */
export type Identity = {
  /** The namespace in which `canonical` is unique. Both enter the HMAC. */
  readonly space: string;
  /** Equal for all spellings of the same person or thing in a space. */
  readonly canonical: string;
  /** The domain of the canonical address; absent if the value isn't an address. */
  readonly domain?: string;
  /**
   * The content of a reversible token: a spelling that Graph accepts, with the same `space` and `canonical` as the
   * value.
   */
  readonly openable: string;
};

/**
 * The space for texts in an address property that aren't addresses. Anyone can write such a text, so it must not
 * produce a person's pseudonym.
 */
const noAddress = 'no-address';

/**
 * Finds the canonical form of a value of a kind. The result depends only on the value, its kind and the fixed settings
 * of the series, and identifying `openable` gives the same result again. Deterministic nonces rely on both.
 */
export const identify = (value: string, kind: ValueKind, settings: ReadSettings): Identity => {
  const space = spaceOfKind(kind);
  if (kind !== 'user-id' && kind !== 'mail-address') return { space, ...canonicalText(value, kind) };
  const { isAddress, ...person } = readPerson(value, settings);
  if (kind === 'user-id' || isAddress) return { space, ...person };
  return { space: noAddress, canonical: value, openable: value };
};

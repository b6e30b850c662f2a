/** Keyed tokens, canonical identities and the keyring. Imports only `node:crypto`. */

export { canonicalText, isCarriable } from './canonical-text.ts';
export { canonicalIp } from './host-names.ts';

export {
  highestEpoch,
  type KeyringDocument,
  KeyringError,
  type Protection,
} from './keyring-document.ts';
export { openKeyring } from './open-keyring.ts';
export { formatKeyring, parseKeyring } from './parse-keyring.ts';
export type { PlusTags } from './person.ts';
export type {
  DomainHandling,
  Keyring,
  LinkBox,
  Opened,
  OpenedLink,
  Pseudonym,
  Pseudonyms,
  Scheme,
  TokenBatch,
} from './pseudonyms.ts';
export {
  addressText,
  type EmailCanonicalization,
  parseAddressList,
  parseEmailAddress,
} from './psoxy-email-address.ts';
export { psoxyKeyring, psoxySaltFingerprint } from './psoxy-keyring.ts';
export type { PsoxySecrets } from './psoxy-tokens.ts';
export { tokenHashFault } from './token-hash.ts';
export { rulePlace, spaceOfKind, type TokenKindName, tokenKinds, type ValueKind } from './token-kinds.ts';
export { isTokenLike, reversibleTokenSource, tokenSuffixSource } from './token-text.ts';
export { unwrapKeyring } from './unwrap-keyring.ts';

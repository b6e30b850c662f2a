/** Keyed tokens, canonical identities and the keyring; `node:crypto` and nothing else. */
export type { DomainHandling, Keyring, LinkBox, Opened, Pseudonym, Pseudonyms, Scheme } from './pseudonyms.ts';

import type { Keyring, KeyringDocument, Protection } from '../pseudonyms/index.ts';

/** The environment's keyring. `refetch` reads the store again (with a cooldown), for tokens of an unknown epoch. */
export type KeyringSource = {
  readonly current: () => Promise<Keyring>;
  readonly refetch: () => Promise<Keyring>;
};

/** A secret under another key, with the ARNs of both keys. */
export type Rewrapped = { readonly secret: string; readonly from: string; readonly to: string };

/** The storage of a keyring, for the commands that create and change it. Rejects if the service refuses. */
export type KeyringStore = {
  /** The location in words that people recognize: a path, a parameter's name. */
  readonly place: string;
  /** Protection of the secrets in new documents. */
  readonly protection: Protection;
  /** Undefined if there is none. Rejects with a `KeyringError` if the keyring can't be read. */
  readonly read: () => Promise<KeyringDocument | undefined>;
  /** Rejects with a `KeyringError` if there already is one: a new keyring never overwrites an existing one. */
  readonly create: (document: KeyringDocument) => Promise<void>;
  /** Replaces `previous` with `next`. Rejects with a `KeyringError` if the stored keyring is no longer `previous`. */
  readonly replace: (next: KeyringDocument, previous: KeyringDocument) => Promise<void>;
  /** Creates a root key in the encoding of this protection. If a key service creates it, nobody sees it. */
  readonly newRoot: () => Promise<string>;
  /** Encodes an existing secret (a salt, an encryption key) for this protection. */
  readonly protect: (secret: string) => Promise<string>;
  /** Encrypts a ciphertext under the present key of the key service, which decrypts it inside. @default - no key service */
  readonly rewrap?: (secret: string) => Promise<Rewrapped>;
};

import type { Keyring, KeyringDocument, Protection } from '../pseudonyms/index.ts';

/** The environment's keyring. `refetch` asks the store again (with cooldown), for tokens of an unknown epoch. */
export type KeyringSource = {
  readonly current: () => Promise<Keyring>;
  readonly refetch: () => Promise<Keyring>;
};

/** The storage of a keyring, for the commands that create and change it. Rejects if the service refuses. */
export type KeyringStore = {
  /** The place in words that a person recognizes: a path, a parameter's name. */
  readonly place: string;
  /** How secrets of new documents are written there. */
  readonly protection: Protection;
  /** Undefined when there is none. Rejects with a `KeyringError` when there is one that can't be read. */
  readonly read: () => Promise<KeyringDocument | undefined>;
  /** Rejects with a `KeyringError` when there is one already: a keyring is never overwritten by a new one. */
  readonly create: (document: KeyringDocument) => Promise<void>;
  /** Puts `next` in the place of `previous`. Rejects with a `KeyringError` when it is not `previous` any more. */
  readonly replace: (next: KeyringDocument, previous: KeyringDocument) => Promise<void>;
  /** A new root key, as documents of this protection hold it; if a key service creates it, nobody sees it. */
  readonly newRoot: () => Promise<string>;
  /** A secret that exists already (a salt, an encryption key), as documents of this protection hold it. */
  readonly protect: (secret: string) => Promise<string>;
};

import type { Keyring } from '../pseudonyms/index.ts';

/** The environment's keyring. `refetch` asks the store again (with cooldown), for tokens of an unknown epoch. */
export type KeyringSource = {
  readonly current: () => Promise<Keyring>;
  readonly refetch: () => Promise<Keyring>;
};

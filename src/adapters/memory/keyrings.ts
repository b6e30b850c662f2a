import { randomBytes } from 'node:crypto';
import type { KeyringSource } from '../../ports/index.ts';
import { type Keyring, openKeyring } from '../../pseudonyms/index.ts';
import { initKeyring, newSeriesId, plainRoot } from '../../pseudonyms/manage-keyring.ts';

/** A keyring of scheme `v1` that lasts as long as the process. Its pseudonyms don't join with any others. */
export const ephemeralKeyring = (random: (bytes: number) => Uint8Array = randomBytes): Keyring =>
  openKeyring(
    initKeyring({
      protection: 'none',
      id: newSeriesId(random),
      at: new Date(0).toISOString(),
      seriesRoot: plainRoot(random),
      epochRoot: plainRoot(random),
      plusTags: 'drop',
    }),
  );

/** A source that always returns the same keyring. */
export const fixedKeyrings = (keyring: Keyring): KeyringSource => ({
  current: async () => keyring,
  refetch: async () => keyring,
});

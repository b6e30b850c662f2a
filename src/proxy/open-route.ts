import type { KeyringSource } from '../ports/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Found, Opened } from './find-route.ts';

export type OpenedRoute = { readonly keyring: Keyring; readonly opened: Opened };

/**
 * The second step: opens the pseudonyms of a call, or its link. A token of an unknown epoch can be newer than the keyring
 * that is held, so the store is asked once more (its cooldown keeps forged tokens from driving reads).
 */
export const createOpen =
  (keyrings: KeyringSource) =>
  async (found: Found): Promise<OpenedRoute> => {
    const keyring = await keyrings.current();
    const opened = found.open(keyring);
    if (opened.ok || 'problem' in opened) return { keyring, opened };
    const newer = await keyrings.refetch();
    const again = found.open(newer);
    if (again.ok || 'problem' in again) return { keyring: newer, opened: again };
    return { keyring: newer, opened: { ok: false, problem: found.unopened } };
  };

import type { Clock, KeyringSource } from '../../ports/index.ts';
import { Fault } from '../../problems/index.ts';
import type { Keyring } from '../../pseudonyms/index.ts';
import { shared } from './shared.ts';

type CachedKeyringsOptions = {
  /** Reads and opens the keyring; nothing below may cache. */
  readonly load: () => Promise<Keyring>;
  readonly clock: Clock;
  /** How long a keyring serves before it is read again, milliseconds. */
  readonly maxAgeMs?: number;
  /** The shortest time between two attempts in milliseconds, regardless of the caller. */
  readonly cooldownMs?: number;
};

/**
 * Holds one opened keyring in memory. One read serves all who wait. While a keyring is held, a store that does not answer
 * isn't an outage: the held one stays in use and the next attempt waits for the cooldown, as does a refetch, so that forged
 * tokens can't drive reads. Without one, `Graphveil.KeyringUnavailable`.
 */
export const cachedKeyrings = (options: CachedKeyringsOptions): KeyringSource => {
  const { load, clock, maxAgeMs = 300_000, cooldownMs = 30_000 } = options;
  let held: { readonly keyring: Keyring; readonly loadedAt: number } | undefined;
  let failure: Fault | undefined;
  let attemptedAt = Number.NEGATIVE_INFINITY;

  const attempt = async (): Promise<Keyring> => {
    const began = clock();
    attemptedAt = began;
    try {
      const keyring = await load();
      // A late result may be older than the result of a later attempt.
      if (attemptedAt === began || held === undefined) held = { keyring, loadedAt: clock() };
      return held.keyring;
    } catch (error) {
      if (held !== undefined) return held.keyring;
      failure = new Fault({ code: 'Graphveil.KeyringUnavailable' }, error);
      throw failure;
    }
  };

  const reading = shared(attempt, clock);

  /** The held keyring, or the failure of the last attempt, until the cooldown is over. */
  const afterCooldown = async (): Promise<Keyring> => {
    if (reading.underway() || clock() - attemptedAt >= cooldownMs) return reading.run();
    if (held !== undefined) return held.keyring;
    throw failure ?? new Fault({ code: 'Graphveil.KeyringUnavailable' });
  };

  return {
    current: async () => (held !== undefined && clock() - held.loadedAt < maxAgeMs ? held.keyring : afterCooldown()),
    refetch: afterCooldown,
  };
};

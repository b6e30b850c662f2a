import type { Clock, KeyringSource } from '../../ports/index.ts';
import { Fault } from '../../problems/index.ts';
import type { Keyring } from '../../pseudonyms/index.ts';
import { shared } from './shared.ts';

type CachedKeyringsOptions = {
  /** Reads and opens the keyring; nothing below this may cache. */
  readonly load: () => Promise<Keyring>;
  readonly clock: Clock;
  /** Maximum age of a keyring before it is read again, in milliseconds. */
  readonly maxAgeMs?: number;
  /** Minimum time between two attempts, independent of the caller, in milliseconds. */
  readonly cooldownMs?: number;
};

/**
 * Caches one opened keyring in memory. Concurrent callers share one read. While a keyring is cached, an unavailable
 * store doesn't cause an outage: the cached one stays in use and the next attempt waits for the cooldown. A refetch
 * waits as well, so that forged tokens can't cause repeated reads. Without a cached keyring, rejects with
 * `Graphveil.KeyringUnavailable`.
 */
export const cachedKeyrings = (options: CachedKeyringsOptions): KeyringSource => {
  const { load, clock, maxAgeMs = 300_000, cooldownMs = 30_000 } = options;
  let held: { readonly keyring: Keyring; readonly loadedAt: number } | undefined;
  let failure: Fault | undefined;
  let attemptedAt = 0;

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

  /** Returns the cached keyring, or the last failure, until the cooldown is over. */
  const afterCooldown = async (): Promise<Keyring> => {
    const latest = held?.keyring ?? failure;
    if (latest === undefined || reading.underway() || clock() - attemptedAt >= cooldownMs) return reading.run();
    if (latest instanceof Fault) throw latest;
    return latest;
  };

  return {
    current: async () => (held !== undefined && clock() - held.loadedAt < maxAgeMs ? held.keyring : afterCooldown()),
    refetch: afterCooldown,
  };
};

import { Fault } from '../../problems/index.ts';
import type { Keyring } from '../../pseudonyms/index.ts';
import { psoxyKeyring } from '../../pseudonyms/index.ts';
import { cachedKeyrings } from './keyrings.ts';

const minute = 60_000;

const setUp = () => {
  const world = { now: 1_000_000, loads: 0, fail: false };
  const base = psoxyKeyring({ salt: 'salt', encryptionKey: 'key', canonicalization: 'STRICT' });
  const load = async (): Promise<Keyring> => {
    world.loads += 1;
    await Promise.resolve();
    if (world.fail) throw new Error('the store is down');
    return { ...base, epoch: world.loads };
  };
  const keyrings = cachedKeyrings({ load, clock: () => world.now, maxAgeMs: 5 * minute, cooldownMs: 30_000 });
  return { world, keyrings };
};

const epochOf = async (keyring: Promise<Keyring>): Promise<number> => (await keyring).epoch;

describe('cachedKeyrings', () => {
  it('lets one read serve all who wait', async () => {
    const { world, keyrings } = setUp();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? keyrings.current() : keyrings.refetch())),
    );
    expect(new Set(all.map(({ epoch }) => epoch))).toEqual(new Set([1]));
    expect(world.loads).toBe(1);
  });

  it('reads again when the keyring is older than its age', async () => {
    const { world, keyrings } = setUp();
    await keyrings.current();
    world.now += 5 * minute - 1;
    expect(await epochOf(keyrings.current())).toBe(1);
    world.now += 1;
    expect(await epochOf(keyrings.current())).toBe(2);
  });

  it('refetches a fresh keyring once the cooldown is over, and not before', async () => {
    const { world, keyrings } = setUp();
    await keyrings.current();
    world.now += 29_999;
    expect(await epochOf(keyrings.refetch())).toBe(1);
    world.now += 1;
    expect(await epochOf(keyrings.refetch())).toBe(2);
    expect(await epochOf(keyrings.refetch())).toBe(2);
    expect(await epochOf(keyrings.current())).toBe(2);
    expect(world.loads).toBe(2);
  });

  it('serves the cached keyring through an outage and retries once per cooldown', async () => {
    const { world, keyrings } = setUp();
    await keyrings.current();
    world.fail = true;
    world.now += 5 * minute;
    for (let call = 0; call < 5; call += 1) expect(await epochOf(keyrings.current())).toBe(1);
    expect(await epochOf(keyrings.refetch())).toBe(1);
    expect(world.loads).toBe(2);
    world.fail = false;
    world.now += 30_000;
    expect(await epochOf(keyrings.current())).toBe(3);
  });

  it('rejects with KeyringUnavailable while there is none, and recovers after the cooldown', async () => {
    const { world, keyrings } = setUp();
    world.fail = true;
    const refusal = await keyrings.current().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Fault);
    expect(refusal).toMatchObject({ problem: { code: 'Graphveil.KeyringUnavailable' }, cause: expect.any(Error) });
    expect(String(refusal)).not.toContain('the store is down');
    world.now += 29_999;
    await expect(keyrings.refetch()).rejects.toBe(refusal);
    expect(world.loads).toBe(1);
    world.fail = false;
    world.now += 1;
    expect(await epochOf(keyrings.current())).toBe(2);
  });

  it('has an age of five minutes and a cooldown of thirty seconds by default', async () => {
    const world = { now: 0, loads: 0 };
    const base = psoxyKeyring({ salt: 'salt', encryptionKey: 'key', canonicalization: 'STRICT' });
    const load = async () => {
      world.loads += 1;
      return { ...base, epoch: world.loads };
    };
    const keyrings = cachedKeyrings({ load, clock: () => world.now });
    await keyrings.current();
    world.now = 29_999;
    expect(await epochOf(keyrings.refetch())).toBe(1);
    world.now = 299_999;
    expect(await epochOf(keyrings.current())).toBe(1);
    world.now = 300_000;
    expect(await epochOf(keyrings.current())).toBe(2);
  });

  it('begins anew for a call that finds a read from before a long sleep, and keeps the newer keyring', async () => {
    const base = psoxyKeyring({ salt: 'salt', encryptionKey: 'key', canonicalization: 'STRICT' });
    const world = { now: 1_000_000, reads: [] as ((error?: Error) => void)[] };
    const keyrings = cachedKeyrings({
      load: () => {
        const keyring = { ...base, epoch: world.reads.length + 1 };
        return new Promise((resolve, reject) => {
          world.reads.push((error) => (error ? reject(error) : resolve(keyring)));
        });
      },
      clock: () => world.now,
    });
    const early = keyrings.current().catch((error: unknown) => error);
    world.now += 10_000;
    const woken = keyrings.current();
    expect(world.reads).toHaveLength(2);
    world.reads[0]?.(new Error('the connection is gone'));
    expect(await early).toBeInstanceOf(Fault);
    world.reads[1]?.();
    expect(await epochOf(woken)).toBe(2);

    world.now += 30_000;
    const slow = keyrings.refetch();
    world.now += 6_000;
    const newer = keyrings.refetch();
    world.reads[3]?.();
    expect(await epochOf(newer)).toBe(4);
    world.reads[2]?.();
    expect(await epochOf(slow)).toBe(4);
    expect(await epochOf(keyrings.current())).toBe(4);
  });
});

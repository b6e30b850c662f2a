import type { AccessToken } from '../../ports/index.ts';
import { cachedAccessTokens } from './access-tokens.ts';

const hourMs = 3_600_000;

const setUp = (roles: () => readonly string[] = () => ['User.Read.All'], jitter = 0) => {
  const world = { now: 1_000_000, fetches: 0, fail: false };
  const fetch = async (): Promise<AccessToken> => {
    world.fetches += 1;
    await Promise.resolve();
    if (world.fail) throw new Error('sign-in is down');
    return { token: `token-${world.fetches}`, roles: roles(), obtainedAt: world.now, expiresAt: world.now + hourMs };
  };
  const tokens = cachedAccessTokens({
    fetch,
    expectedRoles: ['User.Read.All'],
    clock: () => world.now,
    jitter: () => jitter,
  });
  return { world, tokens };
};

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('cachedAccessTokens', () => {
  it('lets one request serve all who wait', async () => {
    const { world, tokens } = setUp();
    const all = await Promise.all([...Array.from({ length: 50 }, () => tokens.get()), tokens.renew()]);
    expect(new Set(all.map(({ token }) => token))).toEqual(new Set(['token-1']));
    expect(world.fetches).toBe(1);
  });

  it('keeps a complete token until its early-refresh window', async () => {
    const { world, tokens } = setUp();
    await tokens.get();
    world.now += hourMs - 300_001;
    expect((await tokens.get()).token).toBe('token-1');
    await settle();
    expect(world.fetches).toBe(1);
  });

  it('renews early while the held token still serves', async () => {
    const { world, tokens } = setUp();
    await tokens.get();
    world.now += hourMs - 299_000;
    expect((await tokens.get()).token).toBe('token-1');
    await settle();
    expect(world.fetches).toBe(2);
    expect((await tokens.get()).token).toBe('token-2');
  });

  it('renews a token of a short life in its second half', async () => {
    let now = 0;
    let fetches = 0;
    const fetch = async (): Promise<AccessToken> => {
      fetches += 1;
      return { token: `token-${fetches}`, roles: [], obtainedAt: now, expiresAt: now + 400_000 };
    };
    const tokens = cachedAccessTokens({ fetch, expectedRoles: [], clock: () => now, jitter: () => 0 });
    await tokens.get();
    now = 199_999;
    await tokens.get();
    await settle();
    expect(fetches).toBe(1);
    now = 200_000;
    expect((await tokens.get()).token).toBe('token-1');
    await settle();
    expect(fetches).toBe(2);
  });

  it('does not use a token in its last minute', async () => {
    const { world, tokens } = setUp();
    await tokens.get();
    world.now += hourMs - 60_001;
    world.fail = true;
    expect((await tokens.get()).token).toBe('token-1');
    await settle();
    world.now += 1;
    await expect(tokens.get()).rejects.toThrow('sign-in is down');
  });

  it('joins a request for five seconds', async () => {
    const world = { now: 0, fetches: 0 };
    const fetch = (): Promise<AccessToken> => {
      world.fetches += 1;
      return new Promise(() => undefined);
    };
    const tokens = cachedAccessTokens({ fetch, expectedRoles: [], clock: () => world.now, jitter: () => 0 });
    void tokens.get();
    world.now = 4_999;
    void tokens.get();
    expect(world.fetches).toBe(1);
    world.now = 5_000;
    void tokens.get();
    expect(world.fetches).toBe(2);
  });

  it('spreads early renewals by the jitter', async () => {
    const { world, tokens } = setUp(undefined, 0.99);
    await tokens.get();
    world.now += hourMs - 440_000;
    await tokens.get();
    await settle();
    expect(world.fetches).toBe(2);
  });

  it('serves the held token when an early renewal fails, and tries again later', async () => {
    const { world, tokens } = setUp();
    await tokens.get();
    world.now += hourMs - 200_000;
    world.fail = true;
    expect((await tokens.get()).token).toBe('token-1');
    await settle();
    expect((await tokens.get()).token).toBe('token-1');
    expect(world.fetches).toBe(2);
    world.now += 31_000;
    world.fail = false;
    await tokens.get();
    await settle();
    expect((await tokens.get()).token).toBe('token-3');
  });

  it('does not return a token in its last minute', async () => {
    const { world, tokens } = setUp();
    await tokens.get();
    world.now += hourMs - 59_000;
    expect((await tokens.get()).token).toBe('token-2');
    world.fail = true;
    world.now += hourMs;
    await expect(tokens.get()).rejects.toThrow('sign-in is down');
  });

  it('keeps a token with incomplete roles for 60 seconds at most', async () => {
    let roles: string[] = [];
    const { world, tokens } = setUp(() => roles);
    await tokens.get();
    world.now += 59_000;
    expect((await tokens.get()).token).toBe('token-1');
    roles = ['User.Read.All', 'Calendars.Read'];
    world.now += 1_000;
    expect(await tokens.get()).toMatchObject({ token: 'token-2', roles });
    world.now += 120_000;
    expect((await tokens.get()).token).toBe('token-2');
  });

  it('makes a new request on renew, even if the cached token is fresh', async () => {
    const { tokens } = setUp();
    await tokens.get();
    expect((await tokens.renew()).token).toBe('token-2');
    expect((await tokens.get()).token).toBe('token-2');
  });

  it('retries after a failed request', async () => {
    const { world, tokens } = setUp();
    world.fail = true;
    await expect(tokens.get()).rejects.toThrow('sign-in is down');
    world.fail = false;
    expect((await tokens.get()).token).toBe('token-2');
  });

  it('begins anew for a call that finds a request from before a long sleep, and keeps the newer token', async () => {
    const world = { now: 1_000_000, asked: [] as ((error?: Error) => void)[] };
    const tokens = cachedAccessTokens({
      fetch: () => {
        const obtainedAt = world.now;
        const token = `token-${world.asked.length + 1}`;
        return new Promise((resolve, reject) => {
          world.asked.push((error) =>
            error
              ? reject(error)
              : resolve({ token, roles: ['User.Read.All'], obtainedAt, expiresAt: obtainedAt + hourMs }),
          );
        });
      },
      expectedRoles: ['User.Read.All'],
      clock: () => world.now,
      jitter: () => 0,
    });
    const early = [tokens.get(), tokens.get()].map((each) => each.catch((error: Error) => error.message));
    expect(world.asked).toHaveLength(1);
    world.now += 600_000;
    const woken = tokens.get();
    expect(world.asked).toHaveLength(2);
    world.asked[0]?.(new Error('out of time'));
    expect(await Promise.all(early)).toEqual(['out of time', 'out of time']);
    const joined = tokens.get();
    expect(world.asked).toHaveLength(2);
    world.asked[1]?.();
    expect([await woken, await joined].map(({ token }) => token)).toEqual(['token-2', 'token-2']);

    const slow = tokens.renew();
    world.now += 6_000;
    const renewed = tokens.renew();
    world.asked[3]?.();
    await renewed;
    world.asked[2]?.();
    expect((await slow).token).toBe('token-3');
    expect((await tokens.get()).token).toBe('token-4');
  });
});

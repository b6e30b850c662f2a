import { Fault } from '../problems/index.ts';
import { planOf } from './testing/plans.ts';
import { errorOf, worldOf } from './testing/world.ts';

const plan = planOf([{ template: '/v1.0/users', shape: 'collection' }]);
const page = { body: { value: [] } };
const all = ['User.Read.All', 'Calendars.Read'];
const refused = (status: number, code: string) => ({
  status,
  body: { error: { code, message: 'alice@contoso.example' } },
});

const setUp = (roles: readonly string[], renewed: readonly string[], expectedRoles: readonly string[] = all) => {
  const set = worldOf(plan, { expectedRoles });
  set.world.roles = roles;
  set.world.renewed = renewed;
  return set;
};

describe('consent that came late', () => {
  it.each([
    ['Authorization_RequestDenied', 403],
    ['ErrorAccessDenied', 403],
    ['Forbidden', 403],
    ['InvalidAuthenticationToken', 401],
  ])('recovers after %s: a fresh token and one retry', async (code, status) => {
    const { world, call } = setUp([], all);
    world.answers.push(refused(status, code), page);
    expect((await call('/v1.0/users')).status).toBe(200);
    expect(world.requests.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer secret-0',
      'Bearer secret-1',
    ]);
    expect(world.renewals).toBe(1);
  });

  it('takes effect when the permission for this call is granted, even if others are missing', async () => {
    const { world, call } = setUp([], ['User.Read.All']);
    world.answers.push(refused(403, 'Forbidden'), page);
    expect((await call('/v1.0/users')).status).toBe(200);
  });

  it('uses the token that another call has fetched meanwhile', async () => {
    const { world, call } = setUp([], all);
    world.answers.push(() => {
      world.roles = all;
      world.tokenAt = world.now;
      return refused(403, 'Forbidden');
    }, page);
    expect((await call('/v1.0/users')).status).toBe(200);
    expect(world.renewals).toBe(0);
  });
});

describe('consent that is missing', () => {
  it('is 503 and names the permissions, without another request to Graph', async () => {
    const { world, call } = setUp(['User.Read.All'], ['User.Read.All']);
    world.answers.push(refused(403, 'Authorization_RequestDenied'));
    const reply = await call('/v1.0/users');
    expect([reply.status, errorOf(reply).code, reply.headers['retry-after']]).toEqual([
      503,
      'Graphveil.ConsentMissing',
      '60',
    ]);
    expect(errorOf(reply).message).toContain('missing are Calendars.Read.');
    expect([world.renewals, world.requests.length]).toEqual([1, 1]);
    expect(world.records).toMatchObject([{ code: 'Graphveil.ConsentMissing', missingPermissions: ['Calendars.Read'] }]);
  });

  it('is 503 when asking again did not help', async () => {
    const { world, call } = setUp([], ['User.Read.All']);
    world.answers.push(refused(403, 'Forbidden'), refused(403, 'Forbidden'));
    expect(errorOf(await call('/v1.0/users')).message).toContain('missing are Calendars.Read.');
    expect(world.requests).toHaveLength(2);
  });

  it('renews no token that is younger than 30 seconds', async () => {
    const { world, call } = setUp([], all);
    world.tokenAt = world.now - 30_000;
    world.answers.push(refused(403, 'Forbidden'));
    expect(errorOf(await call('/v1.0/users')).code).toBe('Graphveil.ConsentMissing');
    expect(world.renewals).toBe(0);
  });

  it('is reported for a 401 too', async () => {
    const { world, call } = setUp([], []);
    world.answers.push(refused(401, 'Authorization_IdentityNotFound'), refused(401, 'Authorization_IdentityNotFound'));
    expect(errorOf(await call('/v1.0/users')).code).toBe('Graphveil.ConsentMissing');
  });

  it('is never made of a 404', async () => {
    const { world, call } = setUp([], all);
    world.answers.push(refused(404, 'NotFound'));
    expect((await call('/v1.0/users')).status).toBe(404);
    expect(world.renewals).toBe(0);
  });
});

describe('consent that is complete', () => {
  it('leaves a 403 a 403, without a new token', async () => {
    const { world, call } = setUp(all, all);
    world.answers.push(refused(403, 'ErrorAccessDenied'));
    expect((await call('/v1.0/users')).status).toBe(403);
    expect(world.renewals).toBe(0);
  });

  it('turns a 403 that healed roles did not end into a 403 with a hint', async () => {
    const { world, call } = setUp([], all);
    world.answers.push(refused(403, 'Forbidden'), refused(403, 'Forbidden'));
    const reply = await call('/v1.0/users');
    expect([reply.status, errorOf(reply).message]).toEqual([403, expect.stringContaining('Teams')]);
  });

  it('turns a 401 that stays into a failed sign-in, since the caller’s own credentials are not meant', async () => {
    const { world, call } = setUp(all, all);
    world.answers.push(refused(401, 'InvalidAuthenticationToken'), refused(401, 'strange'));
    const reply = await call('/v1.0/users');
    expect([reply.status, errorOf(reply).code]).toEqual([503, 'Graphveil.SignInFailed']);
    world.answers.push(refused(401, 'InvalidAuthenticationToken'));
    expect(errorOf(await call('/v1.0/users')).code).toBe('InvalidAuthenticationToken');
  });
});

describe('the health answer', () => {
  const health = async (set: ReturnType<typeof setUp>) => {
    const reply = await set.call('/healthz');
    return [reply.status, JSON.parse(Buffer.from(reply.body).toString('utf8'))];
  };

  it('is 200 when keyring, sign-in and consent are there', async () => {
    expect(await health(setUp(all, all))).toEqual([
      200,
      {
        status: 'ready',
        connector: 'directory',
        version: '1.2.3',
        rules: 'rules-hash',
        checks: { keyring: 'ok', signIn: 'ok', consent: 'ok' },
        missingPermissions: [],
      },
    ]);
  });

  it('is 503 and names the permissions while consent is missing', async () => {
    expect(await health(setUp([], []))).toMatchObject([
      503,
      { checks: { keyring: 'ok', signIn: 'ok', consent: 'Graphveil.ConsentMissing' }, missingPermissions: all },
    ]);
  });

  it('names the codes of what fails and nothing else of it', async () => {
    const set = setUp(all, all);
    set.world.keyringFault = new Fault({ code: 'Graphveil.KeyringUnavailable', detail: 'alice' });
    set.world.tokenFault = new Error('alice');
    expect(await health(set)).toMatchObject([
      503,
      { checks: { keyring: 'Graphveil.KeyringUnavailable', signIn: 'Graphveil.InternalFault', consent: 'unknown' } },
    ]);
    expect(JSON.stringify(set.world.records)).not.toContain('alice');
  });

  it('refuses anything but GET on exactly its path', async () => {
    const { call } = setUp(all, all);
    expect((await call('/healthz', { method: 'POST' })).status).toBe(403);
    expect((await call('/healthz?x')).status).toBe(403);
  });
});

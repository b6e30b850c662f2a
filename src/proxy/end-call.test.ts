import { planOf } from './testing/plans.ts';
import { errorOf, worldOf } from './testing/world.ts';

const plan = planOf([{ template: '/v1.0/users', shape: 'collection' }]);

describe('the record of a refused call', () => {
  it('has the word of Graph, where it is on the list', async () => {
    const { world, call } = worldOf(plan);
    const answer = (code: string) => ({ status: 404, body: { error: { code } } });
    world.answers.push(answer('itemNotFound'), answer('alice'));
    await call('/v1.0/users');
    await call('/v1.0/users');

    expect(world.records[0]).toMatchObject({ status: 404, code: 'Graphveil.NotFound', graphCode: 'itemNotFound' });
    expect(world.records[1]).not.toHaveProperty('graphCode');
    expect(world.records[1]).not.toHaveProperty('missingPermissions');
  });

  it('has the permissions that were missing', async () => {
    const { world, call } = worldOf(plan);
    world.roles = [];
    world.answers.push({ status: 403 }, { status: 403 });
    const reply = await call('/v1.0/users');

    expect(reply.headers['retry-after']).toBe('60');
    expect(world.records[0]).toMatchObject({
      code: 'Graphveil.ConsentMissing',
      missingPermissions: ['User.Read.All'],
    });
  });

  it('has the method only where it is one, and the bytes of the reply', async () => {
    const { world, call } = worldOf(plan);
    const reply = await call('/v1.0/users', { method: 'alice@contoso.example' });
    await call('/v1.0/users', { method: 'DELETE' });

    expect(world.records).toMatchObject([{ method: 'OTHER', replyBytes: reply.body.length }, { method: 'DELETE' }]);
  });
});

describe('the record of a fault', () => {
  const placeOf = async (stack: string): Promise<unknown> => {
    const { world, call } = worldOf(plan);
    const message = 'alice at users.ts:1:1';
    world.answers.push(Object.assign(new TypeError(message), { stack: `TypeError: ${message}\n${stack}` }));
    await call('/v1.0/users');
    return world.records[0]?.place;
  };

  it.each([
    ['    at handle (/var/task/handle-call.mjs:12:345)', 'handle-call.mjs:12:345'],
    ['    at file:///var/task/index.js:1:2', 'index.js:1:2'],
    ['    at async Promise.all (index 0)\n    at run (C:\\graphveil\\run.cts:7:8)', 'run.cts:7:8'],
    ['    at handle (/var/task/handle.py:1:2)', 'an unknown place'],
    ['    at handle (/var/task/handle.ts:1:2) and more', 'an unknown place'],
    ['', 'an unknown place'],
  ])('has the file and line of its first frame, and nothing of its message: %j', async (stack, place) => {
    expect(await placeOf(stack)).toBe(`TypeError at ${place}`);
  });
});

describe('an error of Graph with status 200', () => {
  it('is passed on by its code, where it is on the list', async () => {
    const { world, call } = worldOf(plan);
    for (const code of ['itemNotFound', 'alice']) world.answers.push({ body: { error: { code } } });
    const replies = [await call('/v1.0/users'), await call('/v1.0/users')];

    expect(replies.map(({ status }) => status)).toEqual([502, 502]);
    expect(replies.map((reply) => errorOf(reply).code)).toEqual(['itemNotFound', 'Graphveil.UpstreamInvalid']);
  });
});

describe('a reply', () => {
  it('carries no figures and no compression that nobody asked for', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body: { value: [] } });
    const reply = await call('/v1.0/users');

    expect(reply.headers).not.toHaveProperty('content-encoding');
    expect(reply.headers).not.toHaveProperty('graphveil-page-size');
    expect(Object.values(reply.headers)).not.toContain(undefined);
  });
});

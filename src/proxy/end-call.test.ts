import { planOf } from './testing/plans.ts';
import { worldOf } from './testing/world.ts';

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

import { Fault } from '../problems/index.ts';
import { createSanitizer } from './sanitize-response.ts';
import { planOf } from './testing/plans.ts';
import { textOf, worldOf } from './testing/world.ts';

const plan = planOf([{ template: '/v1.0/users', shape: 'collection' }]);
const page = { value: [{ id: '11111111-2222-3333-4444-555555555555', mail: 'alice@contoso.example', jobTitle: 'x' }] };

describe('a response that another thread sanitizes', () => {
  it('gets the same reply and record from plain data', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body: page }, { body: page });
    const here = await call('/v1.0/users');
    world.offload = async (response, keyring) => {
      const sanitize = createSanitizer({ name: 'directory', plan, graph: 'https://graph.example' }, ports);
      return structuredClone(sanitize(structuredClone(response), keyring));
    };
    const ports = { clock: () => world.now, random: () => new Uint8Array() };
    const there = await call('/v1.0/users');

    expect(textOf(there)).toBe(textOf(here));
    expect(world.records[1]).toMatchObject({ status: 200, dropped: world.records[0]?.dropped });
    expect(world.records[0]?.dropped).toMatchObject({ unknownProperties: 1 });
  });

  it('is refused while too many wait', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body: page });
    world.offload = async () => {
      throw new Fault({ code: 'Graphveil.Busy', headers: { 'retry-after': '5' } });
    };
    const reply = await call('/v1.0/users');

    expect([reply.status, reply.headers['retry-after']]).toEqual([503, '5']);
    expect(world.records).toMatchObject([{ status: 503, code: 'Graphveil.Busy' }]);
  });
});

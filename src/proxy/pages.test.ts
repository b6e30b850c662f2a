import type { Plan } from '../plan/index.ts';
import { planOf, top } from './testing/plans.ts';
import { pageOf, worldOf } from './testing/world.ts';

const graph = 'https://graph.example';
const orderBy = { name: '$orderby', required: false, type: 'enum', values: ['id'] } as const;
const [endpoint] = planOf([{ template: '/v1.0/users', shape: 'collection', query: [top, orderBy] }]).endpoints;
if (endpoint === undefined) throw new Error('an endpoint');
const request = Object.assign({}, endpoint.request, { leastPage: 100 });
const plan: Plan = { ...planOf([]), endpoints: [{ ...endpoint, request }] };

/** Twenty people, in an order that their tokens don't have. */
const people = Array.from({ length: 20 }, (_, index) => ({ id: `0f8fad5b-d9cb-469f-a165-7086772895${10 + index}` }));
const idsOf = (reply: Parameters<typeof pageOf>[0]): readonly string[] =>
  (pageOf(reply) as unknown as { value: readonly { id: string }[] }).value.map(({ id }) => id);

describe('the size of a page', () => {
  it('is in the reply where it replaced a smaller one', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body: { value: [] } }, { body: { value: [] } });
    const raised = await call('/v1.0/users?$top=5');
    const asked = await call('/v1.0/users?$top=500');

    expect(raised.headers['graphveil-page-size']).toBe('100');
    expect(asked.headers).not.toHaveProperty('graphveil-page-size');
    expect(world.requests.map(({ url }) => url)).toEqual([
      `${graph}/v1.0/users?$top=100`,
      `${graph}/v1.0/users?$top=500`,
    ]);
  });
});

describe('the order of a list', () => {
  it('is that of its tokens, unless the caller chose another', async () => {
    const { world, call } = worldOf(plan);
    for (let time = 0; time < 2; time += 1) world.answers.push({ body: { value: people } });
    const own = idsOf(await call('/v1.0/users'));
    const chosen = idsOf(await call('/v1.0/users?$orderby=id'));

    expect(own).toEqual(own.toSorted());
    expect(chosen).not.toEqual(own);
    expect(chosen.toSorted()).toEqual(own);
  });

  it('that the caller chose is kept on every further page, and on no page of another list', async () => {
    const { world, call } = worldOf(plan);
    const next = `${graph}/v1.0/users?$skiptoken=a`;
    const page = { body: { value: people, '@odata.nextLink': next } };
    const followed = async (target: string) => {
      world.answers.push(page, { body: { value: people } });
      const link = pageOf(await call(target))['@odata.nextLink'] ?? '';
      return idsOf(await call(link.replace('https://proxy.example', '')));
    };
    const own = await followed('/v1.0/users');
    const chosen = await followed('/v1.0/users?$orderby=id');

    expect(own).toEqual(own.toSorted());
    expect(chosen).not.toEqual(own);
    expect(chosen.toSorted()).toEqual(own);
  });
});

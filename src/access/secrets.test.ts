import fc from 'fast-check';
import { memoryRecords } from '../adapters/records/index.ts';
import type { NewRecord, Records } from '../ports/index.ts';
import { planOf, selectOf } from '../proxy/testing/plans.ts';
import { textOf, worldOf } from '../proxy/testing/world.ts';
import { issueClaim } from './claims.ts';
import {
  claimsOf,
  deleteClient,
  endGrant,
  findClient,
  lastUses,
  listClients,
  listGrants,
  readLedger,
  regenerateRefresh,
  rotateSecret,
  setSuspended,
} from './index.ts';
import { operator as by, makeWorld, start, type World } from './testing/world.ts';

const list = { name: 'directory:User.Read.All', endpoints: ['/v1.0/users'] };
const plan = planOf([{ template: '/v1.0/users', shape: 'collection', query: [selectOf('id')] }]);

/** Places of a request where a caller can put a secret by mistake. */
const places = [
  'client_id',
  'client_secret',
  'grant_type',
  'scope',
  'refresh_token',
  'token',
  'header',
  'path',
] as const;

const acts = fc.array(
  fc.oneof(
    fc.constantFrom(
      'rotate',
      'regenerate',
      'token',
      'refresh',
      'revoke',
      'introspect',
      'call',
      'claim',
      'suspend',
      'end',
      'delete',
    ),
    fc.record({ place: fc.constantFrom(...places), endpoint: fc.constantFrom('token', 'revoke', 'introspect') }),
  ),
  { minLength: 4, maxLength: 14 },
);

/** The forms in which the bytes of a secret could appear. */
const formsOf = (secret: string): readonly string[] => {
  const random = secret.replace(/^gv[sr]_/, '').slice(0, 43);
  const bytes = Buffer.from(random, 'base64url');
  const text = Buffer.from(secret);
  return [random, ...[bytes, text].flatMap((each) => [each.toString('base64').slice(0, 40), each.toString('hex')])];
};

/** Clients in a store that keeps everything that was ever written, and everything that anybody was told. */
const setUp = async () => {
  const written: NewRecord[] = [];
  const told: string[] = [];
  const kept = memoryRecords(() => start * 1000);
  const records: Records = {
    ...kept,
    put: (record, version) => {
      written.push(record);
      return kept.put(record, version);
    },
  };
  const world = await makeWorld({ records });
  const proxy = worldOf(plan, {}, undefined, undefined, world.verify);
  const client = await world.client({ permissions: [list.name] });
  const grant = await world.grant('acme', { permissions: [list] });
  return {
    written,
    told,
    world,
    proxy,
    client,
    grant,
    secrets: [client.secret],
    tokens: [] as string[],
    codes: [] as string[],
  };
};

type State = Awaited<ReturnType<typeof setUp>>;

/** Posts a form. Tells the reply without what it issues and without the token that the client itself sent. */
const post = async ({ world, told, tokens }: State, form: Record<string, string>, endpoint = 'token') => {
  const answer = await world.post(form, { path: `/adfs/oauth2/${endpoint}` });
  const { access_token: issued, refresh_token: _, ...rest } = answer.json;
  if (typeof issued === 'string') tokens.push(issued);
  told.push(JSON.stringify([answer.status, answer.headers, rest]));
};

/** Issues a code for the grant, claims it, and claims it again. */
const claim = async ({ world, told, client, grant, secrets, codes }: State): Promise<void> => {
  const found = (await listGrants(world.ports, client.id)).find(({ id }) => id === grant);
  if (found === undefined) return;
  const { code } = await issueClaim(world.ports, found, by);
  codes.push(code, code.replaceAll('-', ''));
  const held = secrets.findLast((secret) => secret.startsWith('gvs_')) ?? '';
  for (const _ of ['first', 'again']) {
    const form = { client_id: client.id, client_secret: held, grant, code };
    const { status, json } = await world.post(form, { path: '/claim' });
    const { refresh_token: refresh, ...rest } = json;
    if (typeof refresh === 'string') secrets.push(refresh);
    told.push(JSON.stringify([status, rest]));
  }
  await claimsOf(world.ports, client.id);
};

const misplace = async ({ world, told, client, secrets, tokens, proxy }: State, place: string, endpoint: string) => {
  for (const secret of [...secrets, ...tokens]) {
    const form = { client_id: client.id, grant_type: 'client_credentials', [place]: secret };
    const headers = { authorization: `Basic ${btoa(`${secret}:${secret}`)}`, 'client-request-id': secret };
    const path = `/${place === 'path' ? secret : 'adfs'}/oauth2/${endpoint}`;
    const answer = await world.post(form, { path, ...(place === 'header' && { headers }) });
    told.push(JSON.stringify(answer));
    const target = place === 'path' ? `/v1.0/${secret}` : `/v1.0/users?${place}=${secret}`;
    const reply = await proxy.call(target, { headers: { ...headers, authorization: `Bearer ${secret}` } });
    told.push(JSON.stringify(reply.headers), textOf(reply));
  }
};

const perform = async (state: State, act: string): Promise<void> => {
  const { world, client, grant, secrets, tokens, proxy, told } = state;
  const { ports } = world;
  const credentials = { client_id: client.id, client_secret: secrets.findLast((one) => one.startsWith('gvs_')) ?? '' };
  const refresh = secrets.findLast((secret) => secret.startsWith('gvr_')) ?? '';
  const token = refresh || (tokens.at(-1) ?? '');
  const choice = { client: 'acme', grant, by };
  switch (act) {
    case 'rotate': {
      const made = await rotateSecret(ports, { client: 'acme', by, overlapHours: 1 });
      if (made.ok) secrets.push(made.secret);
      return;
    }
    case 'regenerate': {
      const made = await regenerateRefresh(ports, choice);
      if (made.ok) secrets.push(made.refreshToken);
      return;
    }
    case 'token':
      return post(state, { ...credentials, grant_type: 'client_credentials' });
    case 'refresh':
      return post(state, { ...credentials, grant_type: 'refresh_token', refresh_token: refresh });
    case 'revoke':
    case 'introspect':
      return post(state, { ...credentials, token }, act);
    case 'call': {
      proxy.world.answers.push({ body: { value: [] } });
      const headers = { authorization: `Bearer ${tokens.at(-1)}` };
      const reply = await proxy.call('/v1.0/users', { headers });
      told.push(JSON.stringify(reply.headers), textOf(reply));
      return;
    }
    case 'claim':
      return claim(state);
    case 'suspend':
      return void (await setSuspended(ports, choice, true));
    case 'end':
      return void (await endGrant(ports, choice));
    default:
      return void (await deleteClient(ports, { client: 'acme', by }));
  }
};

/** What operators can print. */
const printed = async ({ ports }: World, id: string): Promise<string> =>
  JSON.stringify([
    await listClients(ports),
    await listGrants(ports),
    await readLedger(ports.records),
    (await findClient(ports, id)) ?? '',
    [...(await lastUses(ports, id))],
  ]);

describe('secrets and tokens', () => {
  it('are in nothing that is stored, logged, printed or replied, whatever happens and wherever a caller puts them', async () => {
    const seen = { secrets: 0, tokens: 0, replies: 0 };
    await fc.assert(
      fc.asyncProperty(acts, async (given) => {
        const state = await setUp();
        const misplaced = { place: 'scope', endpoint: 'token' } as const;
        for (const act of ['token', 'claim', ...given, 'call', 'regenerate', misplaced])
          await (typeof act === 'string' ? perform(state, act) : misplace(state, act.place, act.endpoint));
        const { written, told, proxy, world, client, secrets, tokens, codes } = state;
        const everything = [
          JSON.stringify(written),
          ...told,
          JSON.stringify(proxy.world.records),
          await printed(world, client.id),
        ].join('\n');
        seen.secrets += secrets.length;
        seen.tokens += tokens.length;
        seen.replies += told.length;
        for (const form of secrets.flatMap(formsOf)) expect(everything).not.toContain(form);
        for (const code of codes) expect(everything).not.toContain(code);
        for (const token of tokens) expect(everything).not.toContain(token.split('.')[2]);
      }),
      { numRuns: 40 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(40);
  });
});

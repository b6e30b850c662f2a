import { fileURLToPath } from 'node:url';
import { stop } from 'esbuild';
import { resolveConnector } from '../connectors/index.ts';
import { isAllowListPlan } from '../rules/plan/index.ts';
import { prepareRunners } from '../rules/run/prepare-runners.ts';
import { loadSources } from '../sources/index.ts';
import { type MemoryWorld, startMemoryWorld } from './testing/memory-world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const path = '/v1.0/users/{userId}/events';
const megabyte = 1024 * 1024;

const source = loadSources(`${root}/rules`).sources.find(({ exampleCalls }) =>
  exampleCalls.some((call) => call.path.startsWith(`${path}?`)),
);
if (source === undefined) throw new Error(`no source serves ${path}`);
const connector = resolveConnector(source);
const { plan } = connector.rules;
if (plan === undefined || !isAllowListPlan(plan)) throw new Error(`${source.id} has no allow list`);

/** A long id makes a long pseudonym, so few events make a large reply. */
const event = (n: number) => ({
  id: `AAMk${'0MGZlMzU2LTY0NGYtNGQyNS1hMWRlLTZk'.repeat(40)}${n}=`,
  subject: 'dropped',
  start: { dateTime: '2026-03-02T09:00:00.0000000', timeZone: 'UTC' },
  organizer: { emailAddress: { name: 'Wren', address: `person${n % 50}@contoso.example` } },
});

const page = (items: number): string => JSON.stringify({ value: Array.from({ length: items }, (_, n) => event(n)) });

let world: MemoryWorld;
beforeAll(async () => {
  world = await startMemoryWorld(root, connector);
}, 60_000);
afterAll(async () => {
  await world.stop();
  await stop();
});

const reference = async (body: string): Promise<Buffer> => {
  const { pseudonyms } = await world.keyring();
  const index = plan.endpoints.findIndex(({ pathTemplate }) => pathTemplate === path);
  const tools = {
    pseudonyms,
    seal: () => ({ ok: true, url: '' }) as const,
    random: (count: number) => new Uint8Array(count),
  };
  const walked = prepareRunners(plan, { scans: false }).at(index).run(Buffer.from(body), tools);
  if (!walked.ok) throw new Error(walked.why);
  return Buffer.from(walked.body);
};

describe('the built function behind a URL that streams', () => {
  it('sends a reply of 20 MB, equal to what the walk makes of the page', async () => {
    const body = page(11_000);
    const { status, code, reply } = await world.run(1_024, { path, body }, { handler: 'index.stream', gzip: false });

    expect({ status, code }).toEqual({ status: 200, code: 'ok' });
    expect(reply.length).toBeGreaterThan(20 * megabyte);
    expect(reply.equals(await reference(body))).toBe(true);
  }, 60_000);

  it('sends a refusal with its status', async () => {
    const refused = await world.run(512, { path: '/v1.0/directoryRoles', body: '{}' }, { handler: 'index.stream' });

    expect(refused).toMatchObject({ status: 403, code: 'Graphveil.EndpointNotAllowed' });
  });
});

describe('the built function behind an HTTP API, whose replies are buffered', () => {
  it('rejects a reply of more than 4.5 MB and names what to do', async () => {
    const { status, code, reply } = await world.run(1_024, { path, body: page(2_500) }, { gzip: false });

    expect({ status, code }).toEqual({ status: 502, code: 'Graphveil.ReplyTooLarge' });
    expect(reply.toString()).toContain(
      'send Accept-Encoding: gzip, or ask for a smaller page ($top, or odata.maxpagesize in Prefer), beside a link too, or deploy function URLs, which stream larger replies',
    );
  });
});

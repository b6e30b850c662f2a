// Calls every endpoint of every source through one base URL with a token, and compares with Graph: `npm run test:one-base-url`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTwinWorld, type TwinWorld } from '../../src/cli/demo/twin-world.ts';
import { chooseSources, connectorOf } from '../../src/cli/shared/choose-rules.ts';
import { type ReadyConnector, readyConnectors } from '../../src/connectors/index.ts';
import { httpsFetch, openGraph } from '../../src/twin/testing/index.ts';
import { runScript } from '../run-script.ts';
import { type Ask, difference, readAll } from './compare.ts';
import { makeTargets } from './targets.ts';

const usage = `
Usage: npm run test:one-base-url

Starts the demo's organization with every source and every extra, gets an access token for a registered client, and calls each endpoint
through the one base URL: at its own path if it leads to the connector, otherwise below the connector's name. Follows all pages, and
compares the number and the ids of the items with those of Graph itself.

Exit code 0: every endpoint is complete. Otherwise 1.
`;

const tokenOf = async ({ https, client, twin }: TwinWorld): Promise<string> => {
  const form = { grant_type: 'client_credentials', client_id: client?.id ?? '', client_secret: client?.secret ?? '' };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(form).toString();
  const url = `${https.url}/adfs/oauth2/token`;
  const issued = await httpsFetch(url, { method: 'POST', body, headers }, twin.caCertificate);
  return ((await issued.json()) as { readonly access_token: string }).access_token;
};

const compare = async (world: TwinWorld, connectors: readonly ReadyConnector[]) => {
  const { twin, https } = world;
  const graph = await openGraph(twin);
  const token = await tokenOf(world);
  const targetOf = makeTargets(twin, graph, world.pseudonyms);
  const eventual = { consistencylevel: 'eventual' };
  // Ids of Outlook as the proxy asks for them.
  const direct: Ask = (target) => graph.fetch(target, { ...eventual, prefer: 'IdType="ImmutableId"' });
  const proxied: Ask = (target) =>
    httpsFetch(
      target.startsWith('https:') ? target : `${https.url}${target}`,
      { headers: { authorization: `Bearer ${token}`, ...eventual } },
      twin.caCertificate,
    );
  const count = { endpoints: 0, items: 0, pages: 0, shared: 0 };
  const wrong: string[] = [];
  const taken = new Set<string>();
  const one = async (connector: ReadyConnector, endpoint: ReadyConnector['rules']['plan']['endpoints'][number]) => {
    count.endpoints += 1;
    const { pathTemplate } = endpoint;
    const target = await targetOf(endpoint);
    if (target === undefined) return 'no id was found';
    const shared = !taken.has(pathTemplate);
    taken.add(pathTemplate);
    if (shared) count.shared += 1;
    const expected = await readAll(world, direct, target.direct);
    const found = await readAll(world, proxied, `${shared ? '' : `/${connector.name}`}${target.proxied}`);
    count.items += found.ids.length;
    count.pages += found.pages;
    return difference(expected, found);
  };
  for (const connector of connectors)
    for (const endpoint of connector.rules.plan.endpoints) {
      const problem = await one(connector, endpoint);
      if (problem !== undefined) wrong.push(`${connector.name} ${endpoint.pathTemplate}: ${problem}`);
    }
  return { count, wrong };
};

const stages = ['ga', 'beta', 'alpha'];

await runScript(usage, async () => {
  const { connectors } = readyConnectors(
    chooseSources().sources.map((source) => connectorOf(source, { extras: source.extras.map(({ id }) => id) })),
  );
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-one-base-url-'));
  const world = await startTwinWorld({ connectors, clientsFolder: folder });
  try {
    // The order of the demo, where connectors of finished sources come first.
    const inOrder = stages.flatMap((stage) => connectors.filter(({ source }) => source.availability === stage));
    const { count, wrong } = await compare(world, inOrder);
    const { endpoints, shared, items, pages } = count;
    console.log(`${endpoints} endpoints of ${connectors.length} connectors, ${shared} at their own paths`);
    console.log(`${items} items on ${pages} pages`);
    for (const line of wrong) console.log(line);
    console.log(wrong.length === 0 ? 'all complete' : `${wrong.length} differ`);
    if (wrong.length > 0) process.exitCode = 1;
  } finally {
    await world.stop();
    rmSync(folder, { recursive: true });
  }
});

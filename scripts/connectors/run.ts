// Makes the recorded calls of public connectors as they make them, and compares with Graph: `npm run test:connectors`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listGrants, regenerateRefresh } from '../../src/access/index.ts';
import { startTwinWorld, type TwinWorld } from '../../src/cli/demo/twin-world.ts';
import { onAccess } from '../../src/cli/shared/access-store.ts';
import { chooseSources, connectorOf } from '../../src/cli/shared/choose-rules.ts';
import { table } from '../../src/cli/shared/table.ts';
import { readyConnectors } from '../../src/connectors/index.ts';
import { openGraph } from '../../src/twin/testing/index.ts';
import { runScript } from '../run-script.ts';
import { makeFill } from './known-values.ts';
import { type Credentials, play } from './play.ts';
import { recordedTools } from './recorded-forms.ts';

const usage = `
Usage: npm run test:connectors

Starts the demo's organization with every source and every extra, and plays each public connector of docs/reference/connectors.md
that its settings or its environment lead to Graphveil: the same hosts, sign-in, headers, calls and paging. Compares the number and the
ids of the items of every served stream with those of Graph itself.

Exit code 0: every served stream is complete. Otherwise 1.
`;

/** The demo's client, with a new refresh token for its grant. */
const credentialsOf = (folder: string, client: TwinWorld['client']): Promise<Credentials> =>
  onAccess({ folder }, async ({ ports }) => {
    const [grant] = await listGrants(ports, client?.id);
    const made = await regenerateRefresh(ports, { client: 'demo', grant: grant?.id ?? '', by: 'test:connectors' });
    if (!made.ok || client === undefined) throw new Error('the demo has no grant');
    return { id: client.id, secret: client.secret, refreshToken: made.refreshToken };
  });

await runScript(usage, async () => {
  const { connectors } = readyConnectors(
    chooseSources().sources.map((source) => connectorOf(source, { extras: source.extras.map(({ id }) => id) })),
  );
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-connectors-'));
  const world = await startTwinWorld({ connectors, clientsFolder: folder });
  try {
    const graph = await openGraph(world.twin);
    const fill = await makeFill(world.twin, graph, world.pseudonyms);
    const own = await credentialsOf(folder, world.client);
    const rows: (readonly string[])[] = [];
    const wrong: string[] = [];
    for (const tool of recordedTools()) {
      if (tool.reach !== 'settings' && tool.reach !== 'environment') {
        rows.push([tool.tool, tool.reach === 'lines' ? 'lines of its code' : 'nothing', '-', '-']);
        continue;
      }
      const played = await play(tool, world, { graph, fill, own });
      wrong.push(...played.wrong);
      const complete = played.streams - played.wrong.length;
      rows.push([tool.tool, tool.reach, `${complete} of ${played.streams}`, String(played.items)]);
    }
    const columns = [{}, {}, { align: 'right' }, { align: 'right' }] as const;
    for (const line of table([['connector', 'led here by', 'streams complete', 'items'], ...rows], { columns }))
      console.log(line);
    for (const line of wrong) console.log(line);
    if (wrong.length > 0) process.exitCode = 1;
  } finally {
    await world.stop();
    rmSync(folder, { recursive: true });
  }
});

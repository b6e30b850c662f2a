import { stop } from 'esbuild';
import { largestResponseOf } from '../src/config/index.ts';
import { resolveConnector } from '../src/connectors/index.ts';
import { type Page, startMemoryWorld } from '../src/lambda/testing/memory-world.ts';
import { loadSources } from '../src/sources/index.ts';
import { root } from './root.ts';
import { runScript } from './run-script.ts';

const usage = `
Usage: npm run test:memory -- [MEMORY]

Runs the built function in MEMORY MB (512 by default) and gives it pages of Graph of 6, 24, 30 and 64 MB, and of the largest size
that it reads, in several shapes. Where the system grants memory cgroups, the limit is enforced; otherwise the peak is compared with
it. Each page must end in 200 or in a clean 502. Takes about a minute.
`;

const megabyte = 1024 * 1024;
const path = '/v1.0/users/{userId}/events';

type Shape = { readonly title: string; readonly item: (n: number) => unknown; readonly tail?: string };

const attendees = (count: number, attendee: (n: number) => unknown) => (n: number) => ({
  id: `AAMkADk0MGZlMzU2LTY0NGYtNGQyNS1hMWRlLTZkMjRmZGM5YzYzAAA${n}=`,
  start: { dateTime: '2026-03-02T09:00:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-03-02T09:30:00.0000000', timeZone: 'UTC' },
  attendees: Array.from({ length: count }, (_, index) => attendee(n * count + index)),
});

const whole = (n: number) => ({
  type: 'required',
  status: { response: 'accepted', time: '2026-03-01T00:00:00Z' },
  emailAddress: { name: `Person ${n}`, address: `person${n}@contoso.example` },
});

const shapes: readonly Shape[] = [
  { title: 'events with 200 attendees', item: attendees(200, whole) },
  { title: 'the same, with a name outside Latin-1', item: attendees(200, whole), tail: ',"other":"日本"' },
  { title: 'a name twice, which leaves it to the walk', item: attendees(200, whole), tail: ',"other":1,"other":2' },
  {
    title: 'attendees that are an address only',
    item: attendees(200, (n) => ({ emailAddress: { address: `p${n}@contoso.example` } })),
  },
  {
    title: 'bodies that are dropped',
    item: (n) => ({ ...attendees(1, whole)(n), body: { content: 'x'.repeat(50_000) } }),
  },
];

const pageOf = ({ item, tail = '' }: Shape, bytes: number): Page => {
  const items: string[] = [];
  let size = 40;
  for (let n = 0; ; n += 1) {
    const text = JSON.stringify(item(n));
    if (size + text.length + 1 > bytes) break;
    size += text.length + 1;
    items.push(text);
  }
  return { path, body: `{"value":[${items.join(',')}]${tail}}` };
};

const expected = new Set(['ok', 'Graphveil.UpstreamTooLarge', 'Graphveil.ReplyTooLarge']);

await runScript(usage, async ([given = '512']) => {
  const memory = Number(given);
  const source = loadSources(`${root}/rules`).sources.find((each) =>
    resolveConnector(each).rules.plan?.endpoints.some(({ pathTemplate }) => pathTemplate === path),
  );
  if (source === undefined) throw new Error(`no source serves ${path}`);
  const world = await startMemoryWorld(root, resolveConnector(source));
  let failed = 0;
  try {
    const largest = Math.floor(0.999 * largestResponseOf(memory));
    for (const shape of shapes)
      for (const bytes of [6 * megabyte, largest, 24 * megabyte, 30 * megabyte, 64 * megabyte]) {
        const outcome = await world
          .run(memory, pageOf(shape, bytes), { handler: 'index.stream' })
          .catch((error: unknown) => String(error));
        const fine = typeof outcome !== 'string' && expected.has(outcome.code) && outcome.peak <= memory;
        if (!fine) failed += 1;
        const figures =
          typeof outcome === 'string'
            ? outcome.slice(0, 200)
            : `${outcome.status} ${outcome.code.padEnd(27)} peak ${outcome.peak} MB, ${outcome.seconds} s`;
        console.log(
          `${fine ? 'ok    ' : 'FAILED'} ${shape.title.padEnd(42)} ${(bytes / megabyte).toFixed(1).padStart(5)} MB: ${figures}`,
        );
      }
    console.log(
      `${memory} MB, limit ${world.limited() ? 'enforced by a memory cgroup' : 'compared with the peak'}; ${failed} failed`,
    );
  } finally {
    await world.stop();
    await stop();
  }
  if (failed > 0) process.exitCode = 1;
});

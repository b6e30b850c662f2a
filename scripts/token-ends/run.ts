// Ends tokens under load and counts the calls that are still served: `npm run test:token-ends`.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { table } from '../../src/cli/shared/table.ts';
import { runCommand } from '../../src/cli/testing/run-command.ts';
import { runScript } from '../run-script.ts';
import { endingsOf, type Graphveil } from './endings.ts';
import { rollOver } from './roll-over.ts';
import { storm } from './storm.ts';
import { startEndsWorld } from './world.ts';

const usage = `
Usage: npm run test:token-ends -- [options]

Registers a tool, lets callers use its token without a pause, and ends it: by graphveil clients delete, grants end, suspend and
regenerate, and by revocation. Counts the calls that begin after the end has returned. Then rolls over the signing keys while
tokens are issued and used, and counts failed calls.

Options:
  --rounds <n>   ends of each kind (default: 1000)
  --only <text>  only the kinds whose names begin with it
  --callers <n>  callers at a time (default: 20)
  --processes    run each command as a process of its own (npm run build first); about a second a round

Exit code 0: every later call was refused, and no call failed while keys rolled over. Otherwise 1.
`;

const inThisProcess: Graphveil = async (args) => {
  const { status, stderr } = await runCommand(args);
  if (status !== 0) throw new Error(stderr);
};

const program = fileURLToPath(new URL('../../dist/cli/graphveil.js', import.meta.url));
const asProcess: Graphveil = async (args) => {
  await promisify(execFile)(process.execPath, [program, ...args]);
};

await runScript(usage, async (args) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      only: { type: 'string' },
      callers: { type: 'string' },
      processes: { type: 'boolean' },
    },
  });
  const [rounds, callers] = [Number(values.rounds ?? 1_000), Number(values.callers ?? 20)];
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-token-ends-'));
  const world = await startEndsWorld(folder);
  const rows: (readonly string[])[] = [];
  let fine = true;
  try {
    const endings = endingsOf(world, values.processes === true ? asProcess : inThisProcess);
    for (const ending of endings.filter(({ name }) => name.startsWith(values.only ?? ''))) {
      const { firstRefused, later, before } = await storm(world, ending, { rounds, callers });
      fine &&= firstRefused === rounds && later.refused === later.calls;
      process.stderr.write(`${ending.name}: ${firstRefused} of ${rounds}, later ${later.refused} of ${later.calls}\n`);
      rows.push([ending.name, `${firstRefused} of ${rounds}`, `${later.refused} of ${later.calls}`, String(before)]);
    }
  } finally {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const head = ['end', 'first call refused', 'later calls refused', 'calls served before'];
  for (const line of table([head, ...rows], {
    columns: [{}, ...head.slice(1).map(() => ({ align: 'right' }) as const)],
  }))
    console.log(line);
  const rolled = await rollOver({ callers, milliseconds: rounds * 10 });
  fine &&= rolled.failed === 0;
  console.log(
    `\nsigning keys rolled over ${rolled.steps} times: ${rolled.tokens} tokens issued, ${rolled.calls} calls verified, ${rolled.failed} failed`,
  );
  if (!fine) process.exitCode = 1;
});

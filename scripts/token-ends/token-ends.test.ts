import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/testing/run-command.ts';
import { endingsOf } from './endings.ts';
import { rollOver } from './roll-over.ts';
import { storm } from './storm.ts';
import { type EndsWorld, startEndsWorld } from './world.ts';

/** `npm run test:token-ends` does the same a thousand times. */
describe('access tokens under load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-token-ends-'));
  let world: EndsWorld;
  beforeAll(async () => {
    world = await startEndsWorld(folder);
  });
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true });
  });

  it('are refused from the first call on that begins after their end', async () => {
    const graphveil = async (args: readonly string[]): Promise<void> => {
      const { status, stderr } = await runCommand(args);
      if (status !== 0) throw new Error(stderr);
    };
    for (const ending of endingsOf(world, graphveil)) {
      const { ending: name, firstRefused, later, before } = await storm(world, ending, { rounds: 1, callers: 4 });
      expect([name, firstRefused, later.refused - later.calls]).toEqual([name, 1, 0]);
      expect(before).toBeGreaterThan(0);
    }
    const nothing = await storm(world, { name: 'nothing', end: async () => {} }, { rounds: 1, callers: 4 });
    expect([nothing.firstRefused, nothing.later.refused]).toEqual([0, 0]);
  });

  it('are served while signing keys roll over', async () => {
    const { steps, tokens, calls, failed } = await rollOver({ callers: 3, milliseconds: 20 });
    expect([steps % 3, failed]).toEqual([0, 0]);
    expect(Math.min(steps, tokens, calls)).toBeGreaterThan(2);
  });
});

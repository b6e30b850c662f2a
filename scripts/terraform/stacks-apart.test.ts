import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../infra/main.ts';
import { caller, deploymentWith } from '../../infra/testing/fixture.ts';
import { root } from '../root.ts';
import { readPlan } from './plan-json.ts';
import { summarize } from './plan-summary.ts';
import { describeWithTerraform, providerFreeTerraform } from './testing/terraform-on-path.ts';

/** The commands of the guide after the synthesis, which this test does itself. */
const commands = (): string => {
  const guide = readFileSync(join(root, 'docs/guides/two-teams.md'), 'utf8');
  const [, block = ''] = /^## From one stack to two[\s\S]*?```sh\nnpm run synth\n([\s\S]*?)```/m.exec(guide) ?? [];
  return block.replaceAll('ENVIRONMENT', 'prod');
};

describeWithTerraform('one stack that becomes two', () => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-apart-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('moves its state by the commands of the guide, and nothing is created, changed or destroyed', () => {
    const env = { ...process.env, ...providerFreeTerraform(folder) };
    const run = (command: string, args: readonly string[], cwd = folder): string => {
      const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 26 });
      if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
      return stdout;
    };
    // Documents belong to both stacks, and nothing writes them here.
    const rest = `sources: { people: {}, diaries: {} }\n${caller}\ndocuments: { deliver: outputs }`;
    const out = join(folder, 'cdktf.out');
    const together = deploymentWith(rest);
    synthesize(together, out);
    const whole = '-chdir=cdktf.out/stacks/graphveil.prod';
    run('terraform', [whole, 'init']);
    run('terraform', [whole, 'apply', '-auto-approve']);
    const ids = JSON.parse(run('terraform', [whole, 'output', '-json', 'entra'])) as {
      readonly applications: Readonly<Record<string, never>>;
    };
    const apart = deploymentWith(`${rest}\nstacks: apart`);
    synthesize({ ...apart, applications: new Map(Object.entries(ids.applications)) }, out);
    run('sh', ['-e', '-c', commands()]);

    for (const name of ['graphveil-entra.prod', 'graphveil-aws.prod']) {
      const stack = `-chdir=cdktf.out/stacks/${name}`;
      run('terraform', [stack, 'plan', '-out=plan']);
      const { groups, losses } = summarize(name, readPlan(run('terraform', [stack, 'show', '-json', 'plan'])));
      expect({ groups, losses }).toEqual({ groups: [], losses: [] });
      const addresses = run('terraform', [stack, 'state', 'list']).trim().split('\n');
      expect(addresses.length).toBeGreaterThan(4);
      const other = name.includes('entra') ? /^(?:data\.)?aws_/ : /^(?:data\.)?azuread_/;
      expect(addresses.filter((address) => other.test(address))).toEqual([]);
    }
  });
});

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './root.ts';

/** A stand-in for Terraform: it writes down its arguments, and does what the test says for each verb. */
const standIn = (verbs: string): string => `#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in
  version) ;;
${verbs}
esac
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphveil-plan-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const plan = (verbs: string, verb = 'plan') => {
  const program = join(folder, 'terraform');
  writeFileSync(program, standIn(verbs));
  chmodSync(program, 0o755);
  const { status, stderr } = spawnSync(
    process.execPath,
    ['scripts/run.mjs', 'terraform', verb, '--settings', 'graphveil.example.yaml', '--out', join(folder, 'out')],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, CALLS: join(folder, 'calls') },
    },
  );
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  return { status, stderr, calls };
};

const kept = `  *"output -json kept"*) echo '["azuread_application.given_gone"]' ;;`;

describe('npm run plan', () => {
  it('makes Terraform forget resources that the state protects and the settings no longer have', () => {
    const { status, calls } = plan(kept);
    const stack = join(folder, 'out/stacks/graphveil.prod');
    const { removed } = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8')) as { readonly removed: unknown };

    expect(status).toBe(0);
    expect(removed).toEqual([{ from: 'azuread_application.given_gone', lifecycle: { destroy: false } }]);
    expect(calls.map((call) => call.split(' ')[1])).toEqual([undefined, 'init', 'output', 'plan']);
  });

  it('explains that the state is in another place, and plans nothing', () => {
    const { status, stderr, calls } = plan(
      `  *init*) echo 'Error: Backend configuration changed; use terraform init -migrate-state' >&2; exit 1 ;;`,
    );

    expect(status).toBe(1);
    expect(stderr).toContain('the settings keep the state of graphveil in another place');
    expect(stderr).not.toContain('Error: Backend configuration changed');
    expect(calls.at(-1)).toContain('init');
  });

  it('passes on all other messages of Terraform', () => {
    const { status, stderr } = plan(`  *init*) echo 'Error: no such provider' >&2; exit 1 ;;`);

    expect(status).toBe(1);
    expect(stderr).toContain('Error: no such provider');
    expect(stderr).toContain('terraform init of graphveil ended with 1');
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { filledExample } from './filled-example.ts';
import { root } from './root.ts';
import { standIn } from './terraform/testing/stand-in.ts';
import { describeWithTerraform, providerFreeTerraform } from './terraform/testing/terraform-on-path.ts';

let folder: string;
let settings: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphveil-plan-'));
  settings = join(folder, 'graphveil.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (environment = 'prod'): void => {
  const example = filledExample(root);
  writeFileSync(settings, example.replace('environment: prod', `environment: ${environment}`));
};

/** Hides the credentials of a developer's machine. */
const nothingOutside = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_ACCESS_KEY_ID: '',
};

const script = (args: readonly string[], env: Readonly<Record<string, string>>, input = '') =>
  spawnSync(
    process.execPath,
    ['scripts/run.mjs', 'terraform', ...args, '--settings', settings, '--out', join(folder, 'out')],
    { cwd: root, encoding: 'utf8', input, env: { ...process.env, ...nothingOutside, ...env } },
  );

describe('npm run plan', () => {
  it('lets Terraform forget what the state protects, keeps its lock file and exit code, and prints JSON for programs', () => {
    write();
    const { calls } = standIn(
      folder,
      `  *init*) echo '# lock' > "$(echo "$1" | sed s/-chdir=//)/.terraform.lock.hcl" ;;
  *"output -json kept"*) echo '["azuread_application.given_gone"]' ;;
  *" plan "*) exit 2 ;;
  *show*) echo '{ "resource_changes": [] }' ;;`,
    );
    const path = { PATH: `${folder}${delimiter}${process.env['PATH']}` };
    const { status, stdout, stderr } = script(['plan', '--json', '-detailed-exitcode'], path);
    const stack = join(folder, 'out/stacks/graphveil.prod/cdk.tf.json');
    const { removed } = JSON.parse(readFileSync(stack, 'utf8')) as { readonly removed: unknown };
    const verbs = readFileSync(calls, 'utf8')
      .trim()
      .split('\n')
      .map((call) => call.split(' ')[1]);

    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ stack: 'graphveil.prod', changes: false })]);
    expect(removed).toEqual([{ from: 'azuread_application.given_gone', lifecycle: { destroy: false } }]);
    expect(verbs).toEqual([undefined, 'init', 'output', 'output', 'plan', 'show']);
    expect(readFileSync(join(folder, 'graphveil.lock.hcl'), 'utf8')).toBe('# lock\n');
    expect(stderr).toContain('wrote graphveil.lock.hcl');
  });
});

/** Real plans and states, with resources of the same shape that need no provider. */
describeWithTerraform('with Terraform itself', () => {
  it('deploys, writes the documents, and never mixes environments', () => {
    const env = providerFreeTerraform(folder);
    const run = (verb: string, environment: string, input = '') => {
      write(environment);
      const { status, stdout, stderr } = script([verb], env, input);
      return { status, stdout, output: `${stdout}${stderr}` };
    };

    const first = run('apply', 'prod', 'yes\n');
    expect(first.output).toContain('Apply complete!');
    expect(first.output).toContain('graphveil keys init --aws --settings');
    expect(first.output).toContain('send handover/consent/all.html to an administrator');
    expect(first.stdout).toMatch(/^ +[a-z-]+: Calendars\.Read\b/m);
    expect(first.stdout).toMatch(/to the administrator: handover\/consent\/[a-z-]+\.html/);
    expect(readdirSync(join(folder, 'handover/consent'))).toContain('all.html');
    expect(readdirSync(join(folder, 'handover/callers'))).toContain('analytics.html');

    const test = run('plan', 'test');
    expect(test.stdout).toMatch(/^graphveil\.test: \d+ to create$/m);
    rmSync(join(folder, 'handover'), { recursive: true });
    const again = run('apply', 'prod');
    expect(again.stdout).toMatch(/^graphveil\.prod: nothing to change$/m);
    expect(again.output).not.toContain('keys init');
    expect(existsSync(join(folder, 'handover/consent/all.html'))).toBe(true);
    for (const { output } of [test, again]) expect(output).not.toMatch(/migrat|Backend configuration changed/i);
  });
});

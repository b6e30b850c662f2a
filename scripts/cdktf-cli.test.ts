import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filledExample } from './filled-example.ts';
import { root } from './root.ts';
import { providerFreeTerraform, realTerraform } from './terraform/testing/terraform-on-path.ts';

/** `npm run check:cdktf` installs the command line, which has 400 MB, and names it here. */
const cdktf = process.env['GRAPHVEIL_CDKTF'] ?? join(root, 'node_modules/.bin/cdktf');

const missing = [
  ...(existsSync(cdktf) ? [] : ['cdktf-cli isn’t installed, npm run check:cdktf installs it']),
  ...(realTerraform === undefined ? ['terraform isn’t on the PATH'] : []),
];
const title = missing.length === 0 ? 'cdktf' : `cdktf (not run: ${missing.join('; ')})`;

(missing.length === 0 ? describe : describe.skip)(title, () => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-cdktf-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const settings = join(folder, 'graphveil.yaml');
  const run = (...args: readonly string[]) => {
    const app = `npm run --silent synth -- --settings ${settings}`;
    return spawnSync(cdktf, [...args, '--output', join(folder, 'out'), '--app', app], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ...providerFreeTerraform(folder), CI: '1', CHECKPOINT_DISABLE: '1' },
    });
  };

  it('synthesizes and deploys, and leaves the documents', () => {
    writeFileSync(settings, filledExample(root));
    const synth = run('synth');
    expect(synth.stdout).toContain('Generated Terraform code for the stacks: graphveil.prod');
    expect(readdirSync(join(folder, 'out/stacks/graphveil.prod')).sort()).toEqual(['cdk.tf.json', 'functions']);

    const deploy = run('deploy', 'graphveil.prod', '--auto-approve');
    expect(deploy).toMatchObject({ status: 0, stdout: expect.stringContaining('Apply complete!') });
    expect(readdirSync(join(folder, 'handover/consent'))).toContain('all.html');
  }, 180_000);
});

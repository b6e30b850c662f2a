import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildSync } from 'esbuild';
import { root } from '../../root.ts';

/** The real Terraform; undefined if there is none. */
export const realTerraform = ((): string | undefined => {
  const { status, stdout } = spawnSync('which', ['terraform'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
})();

/** Tests that need Terraform, which the check doesn't install. Where it is missing, they are skipped and their title tells why. */
export const describeWithTerraform = (title: string, tests: () => void): void => {
  if (realTerraform === undefined) describe.skip(`${title} (not run: terraform isn't on the PATH)`, tests);
  else describe(title, tests);
};

/** Writes a program `terraform` that works on provider-free resources, and returns the variables that let others find it. */
export const providerFreeTerraform = (folder: string): Readonly<Record<string, string>> => {
  const bundle = join(folder, 'terraform.mjs');
  buildSync({
    entryPoints: [join(root, 'scripts/terraform/testing/terraform-program.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const program = join(folder, 'terraform');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${bundle}" "$@"\n`);
  chmodSync(program, 0o755);
  return {
    PATH: `${folder}${delimiter}${process.env['PATH']}`,
    REAL_TERRAFORM: realTerraform ?? '',
    CALLS: join(folder, 'calls'),
    CHECKPOINT_DISABLE: '1',
  };
};

// Writes the Terraform JSON of a deployment into cdktf.out; also what the cdktf command line runs. No network, no Terraform.
import { join, relative } from 'node:path';
import { settingsPath } from './build/connectors.ts';
import { root } from './root.ts';
import { readStackOptions } from './synth/stack-options.ts';
import { synthesizeDeployment } from './synth/synthesize-deployment.ts';

const synth = async (): Promise<void> => {
  const { settings, only, out, rest } = readStackOptions(process.argv.slice(2));
  if (rest.length > 0) throw new Error(`${rest.join(' ')} is not an option; known are --settings, --only and --out`);
  const outdir = out ?? process.env['CDKTF_OUTDIR'] ?? join(root, 'cdktf.out');
  const { stacks } = await synthesizeDeployment({ root, settings: settingsPath(root, settings, true), outdir, only });
  for (const stack of stacks) console.log(`${relative(process.cwd(), join(outdir, 'stacks', stack))}/cdk.tf.json`);
};

await synth().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

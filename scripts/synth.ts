// Writes the Terraform JSON of a deployment into cdktf.out; the cdktf command line runs it too. No network, no Terraform.
import { join, relative, resolve } from 'node:path';
import { settingsPath } from './build/connectors.ts';
import { root } from './root.ts';
import { runScript } from './run-script.ts';
import { readStackOptions } from './synth/stack-options.ts';
import { synthesizeDeployment } from './synth/synthesize-deployment.ts';

const usage = `
Usage: npm run synth -- [options]

Writes the Terraform JSON of the deployment in graphveil.yaml (of graphveil.example.yaml while there is none).

Options:
  --settings <file>  other settings
  --only <stack>     this stack only (may be repeated): graphveil, or graphveil-entra and graphveil-aws if they are separate
  --out <folder>     output folder; default: CDKTF_OUTDIR, otherwise cdktf.out

Nothing is written if the settings or the rules have a mistake; each mistake is reported with its position.
`;

const synth = async (args: readonly string[]): Promise<void> => {
  const { settings, only, out, rest } = readStackOptions(args);
  if (rest.length > 0) throw new Error(`${rest.join(' ')} is not an option; npm run synth -- --help lists them`);
  const outdir = out ?? process.env['CDKTF_OUTDIR'] ?? join(process.cwd(), 'cdktf.out');
  const { folders } = await synthesizeDeployment({
    root,
    settings: settingsPath(process.cwd(), settings, true),
    outdir,
    only,
  });
  for (const folder of folders) console.log(`${relative(process.cwd(), resolve(folder))}/cdk.tf.json`);
};

await runScript(usage, synth);

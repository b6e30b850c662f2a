// Runs a script of this folder: `node scripts/run.mjs NAME …`. Bundles it first from its current sources, because
// loading and compiling each module separately takes longer than the script itself.
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeBundle, root } from './node-bundle.mjs';
import { printsUsage } from './usage.mjs';

const [node = process.execPath, , name = '', ...args] = process.argv;

const run = async () => {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({ ...nodeBundle, entryPoints: [`scripts/${name}.ts`], write: false });

  /** At the same depth below the root as this folder, so that the script's relative paths stay valid. */
  const bundle = join(root, 'dist', `${name}.js`);
  // Renamed into place, so that concurrent runs never read a partial file.
  mkdirSync(dirname(bundle), { recursive: true });
  const draft = `${bundle}.${randomUUID()}`;
  writeFileSync(draft, outputFiles[0]?.contents ?? '');
  renameSync(draft, bundle);

  process.argv = [node, bundle, ...args];
  await import(pathToFileURL(bundle).href);
};

if (!printsUsage(`scripts/${name}.ts`, args)) await run();

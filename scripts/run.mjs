// Runs a script of this folder: `node scripts/run.mjs NAME …`. It is bundled first, from its sources as they are now, since
// finding and translating each module by itself takes longer than all that the script does.
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { nodeBundle, root } from './node-bundle.mjs';

const [node = process.execPath, , name = '', ...args] = process.argv;

/** As deep below the root as this folder, so that the script's relative paths stay valid. */
const bundle = join(root, 'dist', `${name}.js`);

const { outputFiles } = await build({ ...nodeBundle, entryPoints: [`scripts/${name}.ts`], write: false });

// Renamed into its place, so that two runs at a time never read half of it.
mkdirSync(dirname(bundle), { recursive: true });
const draft = `${bundle}.${randomUUID()}`;
writeFileSync(draft, outputFiles[0]?.contents ?? '');
renameSync(draft, bundle);

process.argv = [node, bundle, ...args];
await import(pathToFileURL(bundle).href);

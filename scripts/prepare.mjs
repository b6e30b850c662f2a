// Runs after `npm ci`: bundles the command line, makes `npx --no-install graphveil` find it in a clone, and bundles the modules that programs import
// from here: `graphveil/signing-fetch`.
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { cliBundle, nodeBundle, root, synthBundle } from './node-bundle.mjs';

// Otherwise chunks of an earlier bundle would go into the package.
rmSync(join(root, 'dist/cli'), { recursive: true, force: true });

await build(cliBundle);
await build({
  ...nodeBundle,
  entryPoints: { 'signing-fetch': 'src/client/index.ts' },
  outdir: 'dist/client',
});
await build(synthBundle);
chmodSync(join(root, 'dist/cli/graphveil.js'), 0o755);

const link = join(root, 'node_modules/.bin/graphveil');
mkdirSync(dirname(link), { recursive: true });
rmSync(link, { force: true });
symlinkSync('../../dist/cli/graphveil.js', link);

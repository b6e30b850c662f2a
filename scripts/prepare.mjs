// Runs after `npm ci`: bundles the command line, makes `npx graphveil` find it in a clone, and bundles what programs import
// from here: `graphveil/signing-fetch`.
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
};

await build({
  ...shared,
  entryPoints: { graphveil: 'src/cli/main.ts' },
  outdir: 'dist/cli',
  splitting: true,
  banner: { js: '#!/usr/bin/env node' },
});
await build({
  ...shared,
  entryPoints: { 'signing-fetch': 'src/adapters/signing/index.ts' },
  outdir: 'dist/client',
});
chmodSync(join(root, 'dist/cli/graphveil.js'), 0o755);

const link = join(root, 'node_modules/.bin/graphveil');
mkdirSync(dirname(link), { recursive: true });
rmSync(link, { force: true });
symlinkSync('../../dist/cli/graphveil.js', link);

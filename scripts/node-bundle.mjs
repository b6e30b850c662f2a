import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The esbuild options for code that runs locally with Node.js and its packages; `build` bundles the deployed functions. */
export const nodeBundle = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
};

const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The globals that CommonJS packages expect. */
const commonJs = `import { createRequire as bundleCreateRequire } from 'node:module';
import { fileURLToPath as bundleFileUrlToPath } from 'node:url';
const require = bundleCreateRequire(import.meta.url);
const __filename = bundleFileUrlToPath(import.meta.url);
const __dirname = bundleFileUrlToPath(new URL('.', import.meta.url));`;

/** Packages that nearly every command loads: as parts of the bundle they load several times faster than as files of their own. */
const bundledPackages = ['commander', 'yaml', 'zod'];

/** esbuild's options for the command line and the modules of its threads. */
export const cliBundle = {
  ...nodeBundle,
  packages: undefined,
  external: [...Object.keys(dependencies).filter((name) => !bundledPackages.includes(name)), 'typescript'],
  entryPoints: { graphveil: 'src/cli/main.ts', 'page-worker': 'src/adapters/node/page-worker.ts' },
  outdir: 'dist/cli',
  splitting: true,
  banner: { js: `#!/usr/bin/env node\n${commonJs}` },
};

/**
 * esbuild's options for `graphveil synth`. CDKTF and the few provider bindings in use are bundled, because the bindings
 * have 400 MB (docs/decisions/0006-package.md). Class names are kept because CDKTF's messages contain them.
 */
export const synthBundle = {
  ...nodeBundle,
  packages: undefined,
  entryPoints: { 'synth-command': 'scripts/synth.ts' },
  outdir: 'dist',
  external: [...Object.keys(dependencies), 'esbuild', 'typescript'],
  keepNames: true,
  banner: { js: commonJs },
};

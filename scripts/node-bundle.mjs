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

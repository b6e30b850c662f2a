// Puts the test files of a module and everything that they import into one module.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The test files in folders, or files named themselves, without those of another list. */
export const testFiles = ({ of, without }) =>
  of
    .flatMap((path) =>
      path.endsWith('.ts') ? [path] : readdirSync(path, { recursive: true }).map((name) => join(path, String(name))),
    )
    .filter((path) => path.endsWith('.test.ts') && !without.includes(path))
    .sort();

/** Keeps each module's own location, which a bundle would replace with the bundle's. */
const ownPlaces = {
  name: 'own-places',
  setup: (hooks) => {
    hooks.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(join(path, '..'))),
      loader: 'ts',
    }));
  },
};

/** One module that loads the test files one after another, with every module of the project in it. */
export const bundleTests = async (folder, files) => {
  const outfile = join(folder, 'mutation-tests.mjs');
  const lines = files.map((file) => `begin(${JSON.stringify(file)}); await import(${JSON.stringify(`./${file}`)});`);
  await build({
    stdin: { contents: `export const load = async (begin) => {\n${lines.join('\n')}\n};`, resolveDir: folder },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [ownPlaces],
    outfile,
    logLevel: 'error',
  });
  return pathToFileURL(outfile).href;
};

// Builds the function of each connector of the settings into dist/functions. With --check it builds every source of the
// project twice instead, writes nothing, and reports whether the bytes are equal and how large they are.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../src/cli/shared/table.ts';
import { everySource } from './build/all-sources.ts';
import { type BuiltFunction, buildFunctions, writeFunctions } from './build/build-functions.ts';
import { bundleRuntime } from './build/bundle-functions.ts';
import { writeCompileCache } from './build/compile-cache.ts';
import { builtOf, bundledOf, loadDeployment, settingsPath, testDeployment } from './build/connectors.ts';
import { root } from './root.ts';
import { runScript } from './run-script.ts';

const usage = `
Usage: npm run build -- [options]

Builds the function of each connector of graphveil.yaml into dist/functions and prints sizes and hashes. Synthesizing does it
too; this is for inspecting the deployed code.

Options:
  --settings <file>  other settings
  --check            build every source twice instead and write nothing: are the bytes equal, is anything inside that does
                     not belong there, how large is it
  --compile-cache    make the cache of compiled code that later builds of the same code put into functions; under the
                     Node.js and on the architecture of functions only
`;

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

const sizes = (functions: readonly BuiltFunction[]): string =>
  table(
    functions.map(({ connector, files, archive }) => [
      connector,
      kB(Buffer.concat(Object.values(files)).length),
      `zip ${kB(archive.bytes.length)}`,
      `sha256 ${archive.hash}`,
    ]),
    { columns: [{}, { align: 'right' }] },
  ).join('\n');

const check = async (): Promise<void> => {
  const deployment = everySource(root);
  const [first, second] = [await buildFunctions(root, deployment), await buildFunctions(root, deployment)];
  const differing = first.filter(({ archive }, index) => archive.hash !== second[index]?.archive.hash);
  console.log(sizes(first));
  console.log(
    differing.length === 0
      ? 'built twice with the same bytes; nothing forbidden inside'
      : `not the same bytes twice: ${differing.map(({ connector }) => connector).join(', ')}`,
  );
  process.exitCode = differing.length === 0 ? 0 : 1;
};

const build = async (settings: string | undefined): Promise<void> => {
  const loaded = loadDeployment(root, settingsPath(root, settings, true));
  await testDeployment(root, loaded);
  const functions = await buildFunctions(root, loaded);
  writeFunctions(join(root, 'dist/functions'), functions, builtOf(loaded));
  console.log(sizes(functions));
};

const compile = async (): Promise<void> => {
  const { connectors, version } = everySource(root);
  const [any] = connectors;
  if (any === undefined) throw new Error('no source was found');
  writeCompileCache(root, (await bundleRuntime(root)).files, bundledOf(any, version, []));
};

const options = {
  settings: { type: 'string' },
  check: { type: 'boolean' },
  'compile-cache': { type: 'boolean' },
} as const;

await runScript(usage, async (args) => {
  const { values } = parseArgs({ args: [...args], options });
  await (values['compile-cache'] ? compile() : values.check ? check() : build(values.settings));
});

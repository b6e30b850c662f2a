import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { BundledConnector } from '../../src/lambda/index.ts';
import { bundledPackages, noticesText } from './notices.ts';

/** What all functions have in common. */
export type FunctionRuntime = {
  /** CommonJS; exports `startFunction`. */
  readonly code: Uint8Array;
  /** Bundled files, relative to the project's root, and packages that must be installed next to the bundle. */
  readonly inputs: readonly string[];
  /** Names and licenses of the packages inside. */
  readonly notices: string;
};

/** Path of the prebuilt runtime in a release, below its root. */
export const builtRuntime = { folder: 'dist/function', code: 'index.js', inputs: 'inputs.json' } as const;

export const noticesFile = 'THIRD-PARTY-NOTICES.txt';

/** Read at build only. Not opened while bundling, because they are half of the work; code that needs one can't be bundled. */
const neverInside = ['yaml', 'zod'];

/**
 * Bundles the code of every function. CommonJS, because it loads faster than ES modules (docs/performance.md). Code
 * that is imported dynamically is evaluated on first use.
 */
const bundleSources = async (root: string): Promise<FunctionRuntime> => {
  // A release has no bundler.
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: `export { startFunction } from './src/lambda/index.ts';`, resolveDir: root, loader: 'ts' },
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    charset: 'utf8',
    external: neverInside,
    logLevel: 'warning',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild wrote nothing');
  const written = Object.values(metafile.outputs);
  const inputs = written.flatMap((file) => Object.entries(file.inputs));
  const packages = written.flatMap((file) => file.imports).filter(({ path }) => !isBuiltin(path));
  const inside = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  return {
    code: output.contents,
    inputs: [...inside, ...packages.map(({ path }) => `node_modules/${path}/`)],
    notices: noticesText(bundledPackages(root, inside)),
  };
};

const readBuilt = (root: string): FunctionRuntime => {
  const read = (name: string) => readFileSync(join(root, builtRuntime.folder, name));
  return {
    code: read(builtRuntime.code),
    inputs: JSON.parse(read(builtRuntime.inputs).toString()) as readonly string[],
    notices: read(noticesFile).toString(),
  };
};

/** Whether the root is a repository; an installed release has the built runtime instead of sources. */
export const isRepository = (root: string): boolean => existsSync(join(root, 'src/lambda/index.ts'));

/**
 * Returns the code of every function: bundled from the sources of a repository, or prebuilt in a release.
 *
 * @param root the project's root
 */
export const bundleRuntime = async (root: string): Promise<FunctionRuntime> =>
  isRepository(root) ? bundleSources(root) : readBuilt(root);

/** A function's code: the runtime, started with its connector. The Plan is JSON text, which V8 reads faster than a literal. */
export const functionCode = ({ code }: FunctionRuntime, connector: BundledConnector): Uint8Array =>
  Buffer.concat([
    code,
    Buffer.from(
      `module.exports={handler:module.exports.startFunction(JSON.parse(${JSON.stringify(JSON.stringify(connector))}))};\n`,
    ),
  ]);

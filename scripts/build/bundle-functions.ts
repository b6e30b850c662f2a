import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import type { BundledConnector } from '../../src/lambda/index.ts';
import { readCompileCache } from './compile-cache.ts';
import { cacheEnding, entryCode, type FunctionFiles, ownFile } from './entry-code.ts';
import { bundledPackages, noticesText } from './notices.ts';
import { leaveOutUnused, requireSdkFiles, sdkFiles } from './sdk-plugins.ts';

/** What all functions have in common. */
export type FunctionRuntime = {
  /** CommonJS: the function's own code, which exports `startFunction` and `rehearse`, and the SDKs that it requires; and their compile caches. */
  readonly files: FunctionFiles;
  /** Bundled files, relative to the project's root, and packages that must be installed next to the bundle. */
  readonly inputs: readonly string[];
  /** Names and licenses of the packages inside. */
  readonly notices: string;
};

/** Path of the prebuilt runtime in a release, below its root. */
export const builtRuntime = { folder: 'dist/function', inputs: 'inputs.json' } as const;

export const noticesFile = 'THIRD-PARTY-NOTICES.txt';

/** Read at build only. Not opened while bundling, because they are half of the work; code that needs one can't be bundled. */
const neverInside = ['yaml', 'zod'];

type BundleInput = Pick<BuildOptions, 'stdin' | 'entryPoints' | 'plugins'>;

/**
 * Bundles one file. CommonJS, because it loads faster than an ES module (docs/performance.md).
 *
 * @param web whether the code uses the web's classes for requests and forms, and validates with zod. @default false
 */
export const bundleFile = async (root: string, name: string, input: BundleInput, web = false) => {
  // A release has no bundler.
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    ...input,
    absWorkingDir: root,
    write: false,
    outfile: name,
    metafile: true,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // A file with a compile cache is read so.
    charset: 'ascii',
    // `require` evaluates a file at once.
    supported: { 'dynamic-import': false },
    // The SDKs ask whether a body is one, and the question loads the whole of fetch and of web streams.
    ...(!web && { define: { FormData: 'undefined', ReadableStream: 'undefined' } }),
    mainFields: ['module', 'main'],
    legalComments: 'none',
    external: web ? [] : neverInside,
    logLevel: 'warning',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild wrote nothing');
  const written = Object.values(metafile.outputs);
  const inputs = written.flatMap((file) => Object.entries(file.inputs));
  const packages = written
    .flatMap((file) => file.imports)
    .filter(({ path }) => !isBuiltin(path) && !(basename(path) in sdkFiles));
  return {
    name,
    contents: output.contents,
    inside: inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path),
    packages: packages.map(({ path }) => `node_modules/${path}/`),
  };
};

const bundleSources = async (root: string): Promise<FunctionRuntime> => {
  const own = {
    stdin: {
      contents: `export { rehearse, startFunction } from './src/lambda/index.ts';`,
      resolveDir: root,
      loader: 'ts',
    },
    plugins: [requireSdkFiles],
  } satisfies BundleInput;
  const sdks = Object.entries(sdkFiles).map(([name, { entry }]) =>
    bundleFile(root, name, {
      entryPoints: [entry],
      plugins: entry.startsWith('src/lambda/') ? [requireSdkFiles] : [leaveOutUnused],
    }),
  );
  const bundled = await Promise.all([bundleFile(root, ownFile, own), ...sdks]);
  const inside = [...new Set(bundled.flatMap((file) => file.inside))];
  const files = Object.fromEntries(bundled.map(({ name, contents }) => [name, contents]));
  return {
    files: { ...files, ...readCompileCache(root, files) },
    inputs: [...inside, ...bundled.flatMap(({ packages }) => packages)],
    notices: noticesText(bundledPackages(root, inside)),
  };
};

const readBuilt = (root: string): FunctionRuntime => {
  const read = (name: string) => readFileSync(join(root, builtRuntime.folder, name));
  const names = [ownFile, ...Object.keys(sdkFiles)];
  const cached = names
    .map((name) => `${name}${cacheEnding}`)
    .filter((name) => existsSync(join(root, builtRuntime.folder, name)));
  return {
    files: Object.fromEntries([...names, ...cached].map((name) => [name, read(name)])),
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

/** Returns the code of a function: the runtime, and the module that starts it with its connector. */
export const functionFiles = ({ files }: FunctionRuntime, connector: BundledConnector): FunctionFiles => ({
  ...files,
  'index.mjs': Buffer.from(entryCode(connector)),
});

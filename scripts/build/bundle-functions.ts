import { isBuiltin } from 'node:module';
import { build } from 'esbuild';
import type { BundledConnector } from '../../src/lambda/index.ts';

/** What all functions have in common. */
export type FunctionRuntime = {
  /** CommonJS; exports `startFunction`. */
  readonly code: Uint8Array;
  /** Files that went into it, relative to the project's root, and packages that it would need beside it. */
  readonly inputs: readonly string[];
};

/** Read at build only. Not opened while bundling, since they are the half of it; what would need one can't be bundled. */
const neverInside = ['yaml', 'zod'];

/**
 * Bundles what every function runs. CommonJS, since it loads faster than ES modules (docs/performance.md); what is imported
 * dynamically is evaluated when it is asked for.
 *
 * @param root the project's root
 */
export const bundleRuntime = async (root: string): Promise<FunctionRuntime> => {
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
  return {
    code: output.contents,
    inputs: [
      ...inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path),
      ...packages.map(({ path }) => `node_modules/${path}/`),
    ],
  };
};

/** A function's code: the runtime, started with its connector. The Plan is JSON text, which V8 reads faster than a literal. */
export const functionCode = ({ code }: FunctionRuntime, connector: BundledConnector): Uint8Array =>
  Buffer.concat([
    code,
    Buffer.from(
      `module.exports={handler:module.exports.startFunction(JSON.parse(${JSON.stringify(JSON.stringify(connector))}))};\n`,
    ),
  ]);

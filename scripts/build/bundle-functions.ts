import { build, type Metafile, type Plugin } from 'esbuild';
import type { BundledConnector } from '../../src/lambda/index.ts';

/** One function's code. */
export type FunctionBundle = {
  readonly connector: string;
  /** CommonJS; exports `handler`. */
  readonly code: Uint8Array;
  /** Files that went into it, relative to the project's root. */
  readonly inputs: readonly string[];
};

const scheme = 'connector:';

/** The entry of a function is three lines, with its Plan as JSON text: V8 reads that faster than a literal. */
const entries = (root: string, connectors: ReadonlyMap<string, BundledConnector>): Plugin => ({
  name: 'connectors',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^connector:/ }, ({ path }) => ({ path: path.slice(scheme.length), namespace: 'connector' }));
    onLoad({ filter: /.*/, namespace: 'connector' }, ({ path }) => ({
      contents: `import { startFunction } from './src/lambda/index.ts';
const connector = JSON.parse(${JSON.stringify(JSON.stringify(connectors.get(path)))});
export const handler = startFunction(connector);`,
      loader: 'ts',
      resolveDir: root,
    }));
  },
});

const inputsOf = (metafile: Metafile, file: string): readonly string[] =>
  Object.entries(metafile.outputs)
    .filter(([path]) => path.endsWith(`/${file}`))
    .flatMap(([, { inputs }]) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);

/**
 * Bundles the function of each connector with its Plan inside. CommonJS, since it loads faster than ES modules
 * (docs/performance.md); what is imported dynamically is evaluated when it is asked for.
 *
 * @param root the project's root
 */
export const bundleFunctions = async (
  root: string,
  connectors: ReadonlyMap<string, BundledConnector>,
): Promise<readonly FunctionBundle[]> => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries([...connectors.keys()].map((name) => [name, `${scheme}${name}`])),
    plugins: [entries(root, connectors)],
    outdir: 'dist/functions',
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
    logLevel: 'warning',
  });
  return [...connectors.keys()].map((connector) => {
    const file = `${connector}.js`;
    const output = outputFiles.find(({ path }) => path.replaceAll('\\', '/').endsWith(`/${file}`));
    if (output === undefined) throw new Error(`esbuild wrote nothing for ${connector}`);
    return { connector, code: output.contents, inputs: inputsOf(metafile, file) };
  });
};

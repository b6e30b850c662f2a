import type { BundledConnector } from '../../src/lambda/index.ts';

/** Code in a function's archive, by name. */
export type FunctionFiles = Readonly<Record<string, Uint8Array>>;

/** The function's own code. */
export const ownFile = 'runtime.cjs';

/** Ending of the files with what V8 compiled from a file of the same name. */
export const cacheEnding = '.cache';

/**
 * Code of a module that loads the function's files with V8's compile cache. Node.js has a cache of its own (`module.enableCompileCache`),
 * in folders that are named for the exact version and the user, which a build can't know. V8 rejects a cache of another version,
 * and then compiles as without one. `compile` is the caller's: path and source → script. Built-in modules are required, because
 * an import loads all that their getters lead to.
 */
export const loadCode = `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const { existsSync, readFileSync } = require('node:fs');
const { Script } = require('node:vm');
const loaded = new Map();
const load = (name) => {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const path = require.resolve(name);
  const script = compile(path);
  if (script === undefined) return require(path);
  const module = { exports: {} };
  loaded.set(name, module);
  script.runInThisContext()(module.exports, (id) => (id.startsWith('./') ? load(id) : require(id)), module);
  return module.exports;
};
const scriptOf = (path, cachedData) =>
  new Script('(function (exports, require, module) {' + readFileSync(path, 'latin1') + '\\n})', { filename: path, cachedData });
`;

/**
 * The module that starts the runtime with its connector. The Plan is JSON text, which V8 reads faster than a literal. The module
 * awaits the function's first requests, so that they belong to the phase in which Lambda gives a function whole processors.
 */
export const entryCode = (connector: BundledConnector): string => `${loadCode}
const compile = (path) => {
  const cache = path + '${cacheEnding}';
  return existsSync(cache) ? scriptOf(path, readFileSync(cache)) : undefined;
};
const started = load('./${ownFile}').startFunction(JSON.parse(${JSON.stringify(JSON.stringify(connector))}));
await started.ready;
export const { handler, stream } = started;
`;

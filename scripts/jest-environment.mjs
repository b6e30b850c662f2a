import { runInContext } from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** Built-in objects that no test replaces. */
const builtIns = [
  ...['Array', 'BigInt', 'Boolean', 'Error', 'Function', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Proxy'],
  ...['RangeError', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'SyntaxError', 'TypeError', 'WeakMap', 'WeakSet'],
  ...['Buffer', 'Float64Array', 'Int32Array', 'TextDecoder', 'TextEncoder', 'URL', 'Uint32Array', 'Uint8Array'],
  ...['decodeURIComponent', 'encodeURIComponent'],
];

/**
 * Node.js asks a test's global object for each use of a global name by a callback, which takes a hundred times as long as in a program.
 * A declaration of the same name in the scope of scripts comes before the global object and costs nothing.
 */
export default class LocalBuiltIns extends TestEnvironment {
  async setup() {
    await super.setup();
    const declarations = builtIns.map((name) => `${name} = globalThis.${name}`);
    runInContext(`const ${declarations.join(', ')};`, this.getVmContext());
  }
}

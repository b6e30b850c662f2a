// Preloaded by synth:cdktn: resolves `cdktf` and `constructs` to those of the fork, for the project and the provider
// bindings.
import module, { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const fork = createRequire(process.env['GRAPHVEIL_FORK']);
const instead = new Map([
  ['cdktf', fork.resolve('cdktn')],
  ['constructs', fork.resolve('constructs')],
]);

const resolveFilename = module.Module._resolveFilename;
module.Module._resolveFilename = (request, ...rest) => instead.get(request) ?? resolveFilename(request, ...rest);

const urls = Object.fromEntries([...instead].map(([name, path]) => [name, pathToFileURL(path).href]));
const hooks = `const urls = new Map(Object.entries(${JSON.stringify(urls)}));
export const resolve = async (specifier, context, next) => {
  const url = urls.get(specifier);
  return url === undefined ? next(specifier, context) : { url, format: 'commonjs', shortCircuit: true };
};`;
module.register(`data:text/javascript,${encodeURIComponent(hooks)}`);

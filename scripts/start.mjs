// Starts a script: `node scripts/start.mjs FILE …`. Answers `--help` before it loads anything of the script.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './node-bundle.mjs';
import { printsUsage } from './usage.mjs';

const [node = process.execPath, , file = '', ...args] = process.argv;

if (!printsUsage(file, args)) {
  const path = join(root, file);
  if (file.endsWith('.ts')) (await import('tsx/esm/api')).register();
  process.argv = [node, path, ...args];
  await import(pathToFileURL(path).href);
}

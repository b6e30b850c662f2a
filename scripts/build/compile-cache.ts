import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionArchitecture, functionVariables, nodeRuntime } from '../../src/config/index.ts';
import type { BundledConnector } from '../../src/lambda/index.ts';
import { cacheEnding, type FunctionFiles, loadCode, ownFile } from './entry-code.ts';

/** A function's environment in which nothing outside is reached. */
const environment: Readonly<Record<string, string>> = {
  [functionVariables.environment]: 'cache',
  [functionVariables.connector]: 'cache',
  [functionVariables.tenant]: '11111111-2222-3333-4444-555555555555',
  [functionVariables.clientId]: '11111111-2222-3333-4444-555555555555',
  [functionVariables.cloud]: 'global',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
};

/** Starts the function and rehearses a call, so that the cache has the code that runs until the first reply. Exits, because connections of the function stay open. */
const makeCode = (connector: BundledConnector): string => `${loadCode}
const { writeFileSync } = require('node:fs');
const scripts = new Map();
const compile = (path) => {
  const script = scriptOf(path);
  scripts.set(path, script);
  return script;
};
const { rehearse, startFunction } = load('./${ownFile}');
const connector = ${JSON.stringify(connector)};
await startFunction(connector).ready;
const status = await rehearse(connector);
if (status !== undefined && status !== 200) throw new Error('the rehearsal ended with status ' + status);
for (const [path, script] of scripts) writeFileSync(path + '${cacheEnding}', script.createCachedData());
process.exit(0);
`;

/**
 * Makes V8's compile cache of a function's files, by name with `.cache` at the end. Two runs don't give the same bytes. Throws if
 * the function doesn't start.
 *
 * @param connector any connector: what it serves isn't in the cache
 * @param node path of the Node.js that will take it
 */
export const makeCompileCache = (
  files: FunctionFiles,
  connector: BundledConnector,
  node = process.execPath,
): FunctionFiles => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-cache-'));
  try {
    const names = Object.keys(files).filter((name) => name.endsWith('.cjs'));
    for (const name of names) writeFileSync(join(folder, name), files[name] ?? '');
    writeFileSync(join(folder, 'make.mjs'), makeCode(connector));
    const { status, stderr } = spawnSync(node, [join(folder, 'make.mjs')], { env: environment, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the compile cache can't be made: ${stderr}`);
    // A file that a start doesn't load, as that for proxies, has none.
    return Object.fromEntries(
      names.flatMap((name) => {
        const path = join(folder, `${name}${cacheEnding}`);
        return existsSync(path) ? [[`${name}${cacheEnding}`, readFileSync(path)] as const] : [];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Where a repository has the cache that its builds take, below its root, and the hashes of the files that it was made of. */
const place = 'dist/compile-cache';
const madeOf = 'made-of.json';

const hashesOf = (files: FunctionFiles): string =>
  JSON.stringify(
    Object.entries(files)
      .filter(([name]) => name.endsWith('.cjs'))
      .map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')])
      .sort(),
  );

/** The version of Node.js that compiles a cache, and that functions run on. V8 takes a cache only if both are alike. */
const [major = ''] = /\d+/.exec(nodeRuntime) ?? [];
const wanted = `Node.js ${major} on linux ${functionArchitecture}`;

/** Makes the cache that later builds of these files take. Throws under a Node.js that compiles for other functions than ours. */
export const writeCompileCache = (
  root: string,
  files: FunctionFiles,
  connector: BundledConnector,
  { versions, platform, arch }: Pick<typeof process, 'versions' | 'platform' | 'arch'> = process,
): void => {
  const here = `Node.js ${versions.node.split('.')[0]} on ${platform} ${arch}`;
  if (here !== wanted) throw new Error(`a compile cache is made by ${wanted}, as functions run; this is ${here}`);
  const folder = join(root, place);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(makeCompileCache(files, connector)))
    writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, madeOf), hashesOf(files));
};

/** Returns the cache of a repository if it was made of exactly these files. V8 itself compares only their lengths. */
export const readCompileCache = (root: string, files: FunctionFiles): FunctionFiles => {
  const folder = join(root, place);
  if (!existsSync(join(folder, madeOf)) || readFileSync(join(folder, madeOf), 'utf8') !== hashesOf(files)) return {};
  const names = readdirSync(folder).filter((name) => name.endsWith(cacheEnding));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]));
};

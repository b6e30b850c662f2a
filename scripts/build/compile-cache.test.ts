import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stop } from 'esbuild';
import type { Plan } from '../../src/plan/index.ts';
import { root } from '../root.ts';
import { bundleRuntime } from './bundle-functions.ts';
import { makeCompileCache, readCompileCache, writeCompileCache } from './compile-cache.ts';
import { type FunctionFiles, loadCode, ownFile } from './entry-code.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphveil-compile-cache-'));
let files: FunctionFiles;
beforeAll(async () => {
  files = (await bundleRuntime(root)).files;
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stop();
});

const nothing: Plan = { title: 'nothing', hash: 'hash', form: 'allow-list', endpoints: [], nodes: [] };
const connector = { plan: nothing, expectedRoles: [], version: '0.0.0' };
const running = { versions: process.versions, platform: process.platform, arch: process.arch };
const asFunctions = { versions: { ...process.versions, node: '24.1.0' }, platform: 'linux', arch: 'arm64' } as const;

describe('the compile cache', () => {
  it('is taken by V8 for the code that it was made of, and for no other', () => {
    const caches = makeCompileCache(files, connector);
    expect(Object.keys(caches).sort()).toEqual(['aws.cjs.cache', 'entra.cjs.cache', 'runtime.cjs.cache']);

    for (const [name, bytes] of Object.entries({ ...files, ...caches })) writeFileSync(join(folder, name), bytes);
    const code = `${loadCode}
const rejected = (name, cache) => scriptOf(name, readFileSync(cache)).cachedDataRejected;
const compile = () => undefined;
process.stdout.write(JSON.stringify([rejected('${ownFile}', '${ownFile}.cache'), rejected('aws.cjs', '${ownFile}.cache')]));`;
    writeFileSync(join(folder, 'take.mjs'), code);
    const { stdout } = spawnSync(process.execPath, ['take.mjs'], { cwd: folder, encoding: 'utf8' });

    expect(JSON.parse(stdout)).toEqual([false, true]);
  }, 30_000);

  it('is made of files that have only ASCII characters, because they are read so', () => {
    expect(Object.entries(files).filter(([, bytes]) => bytes.some((byte) => byte > 0x7f))).toEqual([]);
  });

  it('is read only for exactly the code that it was made of', () => {
    writeCompileCache(folder, files, connector, asFunctions);
    const changed = { ...files, [ownFile]: Buffer.concat([files[ownFile] ?? Buffer.alloc(0), Buffer.from(' ')]) };

    expect(Object.keys(readCompileCache(folder, files)).sort()).toEqual([
      'aws.cjs.cache',
      'entra.cjs.cache',
      'runtime.cjs.cache',
    ]);
    expect(readCompileCache(folder, changed)).toEqual({});
    expect(readCompileCache(join(folder, 'elsewhere'), files)).toEqual({});
  }, 30_000);

  it('is refused under a Node.js that functions don’t run with', () => {
    expect(() => writeCompileCache(folder, files, connector, { ...running, arch: 'x64' })).toThrow(
      'a compile cache is made by Node.js 24 on linux arm64, as functions run; this is Node.js',
    );
    expect(readdirSync(folder)).toContain('dist');
  });

  it('is needed for no more of Node.js than a call uses', () => {
    const code = `const before = new Set(process.moduleLoadList);
for (const name of ${JSON.stringify(Object.keys(files).filter((name) => name !== 'proxy.cjs'))}) require('./' + name);
process.stdout.write(process.moduleLoadList.filter((name) => !before.has(name)).join());`;
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, 'load.cjs'), code);
    const { stdout } = spawnSync(process.execPath, ['load.cjs'], { cwd: folder, encoding: 'utf8' });

    expect(stdout).toContain('NativeModule https');
    expect(stdout).not.toMatch(/webcrypto|webstreams|undici|worker_threads|fs\/promises|timers\/promises|perf_hooks/);
  }, 30_000);
});

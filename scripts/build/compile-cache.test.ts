import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stop } from 'esbuild';
import { root } from '../root.ts';
import { bundleRuntime, type FunctionFiles } from './bundle-functions.ts';
import { makeCompileCache, readCompileCache, writeCompileCache } from './compile-cache.ts';
import { loadCode, ownFile } from './entry-code.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphveil-compile-cache-'));
let files: FunctionFiles;
beforeAll(async () => {
  files = (await bundleRuntime(root)).files;
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stop();
});

const running = { versions: process.versions, platform: process.platform, arch: process.arch };
const asFunctions = { versions: { ...process.versions, node: '24.1.0' }, platform: 'linux', arch: 'arm64' } as const;

describe('the compile cache', () => {
  it('is taken by V8 for the code that it was made of, and for no other', () => {
    const caches = makeCompileCache(files);
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

  it('is read only for exactly the code that it was made of', () => {
    writeCompileCache(folder, files, asFunctions);
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
    expect(() => writeCompileCache(folder, files, { ...running, arch: 'x64' })).toThrow(
      'a compile cache is made by Node.js 24 on linux arm64, as functions run; this is Node.js',
    );
    expect(readdirSync(folder)).toContain('dist');
  });
});

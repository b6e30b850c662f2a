import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stop } from 'esbuild';
import { unzipSync } from 'fflate';
import { root } from '../root.ts';
import { everySource } from './all-sources.ts';
import { buildFunctions } from './build-functions.ts';
import { bundleRuntime, noticesFile } from './bundle-functions.ts';
import { bundledPackages, noticesText, packageFolders } from './notices.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphveil-notices-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stop();
});

const install = (path: string, packageJson: object, files: Readonly<Record<string, string>> = {}): void => {
  const target = join(folder, path);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'package.json'), JSON.stringify(packageJson));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(target, name), text);
};

describe('packageFolders', () => {
  it('finds the innermost package of each input, once', () => {
    expect(
      packageFolders([
        'src/lambda/index.ts',
        'node_modules/b/index.js',
        'node_modules/b/lib/deep.js',
        'node_modules/@scope/a/index.js',
        'node_modules/b/node_modules/c/index.js',
      ]),
    ).toEqual(['node_modules/@scope/a', 'node_modules/b', 'node_modules/b/node_modules/c']);
  });
});

describe('bundledPackages', () => {
  it('reads name, version, license and every legal file', () => {
    install(
      'node_modules/legal',
      { name: 'legal', version: '1.2.3', license: 'Apache-2.0' },
      { 'LICENSE.md': 'terms\r\n', NOTICE: 'credits\n', 'license.js': 'code', 'README.md': 'other' },
    );

    expect(bundledPackages(folder, ['node_modules/legal/index.js'])).toEqual([
      { name: 'legal', version: '1.2.3', license: 'Apache-2.0', text: 'terms\n\ncredits' },
    ]);
  });

  it('rejects a package that states no license', () => {
    install('node_modules/unclear', { name: 'unclear', version: '1.0.0' }, { LICENSE: 'terms' });

    expect(() => bundledPackages(folder, ['node_modules/unclear/index.js'])).toThrow('unclear 1.0.0 states no license');
  });
});

describe('noticesText', () => {
  it('prints a license text that packages share once', () => {
    const shared = { version: '1.0.0', license: 'MIT', text: 'the same terms' };
    const text = noticesText([
      { name: 'a', ...shared },
      { name: 'b', ...shared },
      { name: 'c', ...shared, text: '' },
    ]);

    expect(text.split('the same terms')).toHaveLength(2);
    expect(text).toContain('a 1.0.0 (MIT)\nb 1.0.0 (MIT)\n\nthe same terms');
    expect(text).toContain('c 1.0.0 (MIT)\n\nThe package holds no license file');
  });
});

describe('archives of functions', () => {
  it('name every package that is in the bundle', async () => {
    const { inputs } = await bundleRuntime(root);
    const packages = bundledPackages(root, inputs);
    const [built] = await buildFunctions(root, everySource(root));
    const files = unzipSync(built?.archive.bytes ?? new Uint8Array());
    const notices = Buffer.from(files[noticesFile] ?? []).toString();

    const code = ['aws.cjs', 'entra.cjs', 'index.mjs', 'proxy.cjs', 'runtime.cjs', 'tools.cjs'];
    expect(Object.keys(files)).toEqual([noticesFile, ...code]);
    // The verification of tokens, without the SDK of the store.
    expect(files['tools.cjs']?.length).toBeLessThan(28_000);
    expect(packages.length).toBeGreaterThan(20);
    expect(packages.filter(({ name, version }) => !notices.includes(`${name} ${version} (`))).toEqual([]);
  });
});

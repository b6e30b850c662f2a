// Runs the tests of the function's code under the function's Node.js version, from the npm packages of Node.js. Without
// --required, passes with a remark if the registry doesn't have that version.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './node-bundle.mjs';

const runtime = /'nodejs(\d+)\.x'/.exec(readFileSync(join(root, 'src/config/deployed/runtime.ts'), 'utf8'));
if (runtime === null) throw new Error('src/config/deployed/runtime.ts names no Node.js runtime');
const [, major] = runtime;

/** The modules in a function's bundle, and the bundle itself. */
const tests = [
  'adapters',
  'json',
  'lambda',
  'plan',
  'proxy',
  'pseudonyms',
  'transforms',
  'rules/run',
  'psoxy-rules/run',
];

const folder = mkdtempSync(join(tmpdir(), 'graphveil-node-'));
try {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const install = [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
    '--prefer-offline',
  ];
  spawnSync('npm', [...install, `${name}@${major}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  const node = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(node)) {
    process.stdout.write(`Node.js ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout}`);
    const paths = tests.map((path) => `^${join(root, 'src', path)}/`);
    const { status } = spawnSync(node, [join(root, 'scripts/jest.mjs'), '--silent', ...paths], {
      stdio: 'inherit',
      cwd: root,
    });
    process.exitCode = status ?? 1;
  } else {
    process.stdout.write(
      `skipped: the registry has no ${name}@${major}, so nothing ran under the function's Node.js\n`,
    );
    process.exitCode = process.argv.includes('--required') ? 1 : 0;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

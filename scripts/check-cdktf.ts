// Installs the CDKTF command line into a temporary folder, and runs its test. Needs the npm registry and 400 MB.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.ts';

/** The version of package cdktf in this project. */
const version = '0.21.0';

const run = (command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): boolean =>
  spawnSync(command, args, { cwd, stdio: 'inherit', env }).status === 0;

const folder = mkdtempSync(join(tmpdir(), 'graphveil-cdktf-cli-'));
try {
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: { 'cdktf-cli': version } }),
  );
  const cdktf = join(folder, 'node_modules/.bin/cdktf');
  const passed =
    run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], folder, process.env) &&
    run(process.execPath, ['scripts/jest.mjs', 'scripts/cdktf-cli.test.ts'], root, {
      ...process.env,
      GRAPHVEIL_CDKTF: cdktf,
    });
  process.exitCode = passed ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

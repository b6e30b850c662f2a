/**
 * Runs every line of the interoperability vectors through the real command line and prints how many agree: `tsx
 * scripts/interop.ts [file]`. The README next to the vectors describes their format.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

type Vector = {
  readonly name: string;
  readonly rules: string;
  readonly method: string;
  readonly url: string;
  readonly salt: string;
  readonly encryptionKey: string;
  readonly emailCanonicalization: string;
  readonly body?: unknown;
  readonly expect: { readonly allowed?: boolean; readonly output?: unknown; readonly upstreamUrl?: string };
};

const root = fileURLToPath(new URL('..', import.meta.url));
const file = process.argv[2] ?? join(root, '../shared/interop/vectors.jsonl');
const command = join(root, 'dist/cli/graphveil.js');

const run = (verb: string, vector: Vector, rules: string, more: readonly string[]) =>
  spawnSync(
    process.execPath,
    [command, verb, '--scheme', 'psoxy', '--rules', rules, '--method', vector.method, '--url', vector.url, ...more],
    {
      encoding: 'utf8',
      input: 'body' in vector ? JSON.stringify(vector.body) : '',
      env: {
        ...process.env,
        PSOXY_SALT: vector.salt,
        PSOXY_ENCRYPTION_KEY: vector.encryptionKey,
        EMAIL_CANONICALIZATION: vector.emailCanonicalization,
      },
    },
  );

const decoded = (url: unknown): string => {
  try {
    return decodeURIComponent(String(url));
  } catch {
    return String(url);
  }
};

/** Returns undefined if the line agrees, otherwise the actual value in place of the expected one. */
const difference = (vector: Vector, rules: string): string | undefined => {
  const { expect } = vector;
  if (expect.upstreamUrl !== undefined) {
    const { stdout } = run('explain', vector, rules, ['--json']);
    const { upstreamUrl } = JSON.parse(stdout || '{}');
    return decoded(upstreamUrl) === decoded(expect.upstreamUrl) ? undefined : stdout;
  }
  const { status, stdout, stderr } = run('sanitize', vector, rules, []);
  if (expect.allowed === false) return status === 1 && stdout === '' ? undefined : `exit ${status}: ${stdout}`;
  const wanted = 'output' in expect ? `${JSON.stringify(expect.output)}\n` : '';
  return status === 0 && stdout === wanted ? undefined : `exit ${status}: ${stdout}${stderr}`;
};

if (!existsSync(file)) {
  process.stdout.write(`not run: file ${file} not found\n`);
} else {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-interop-'));
  const rules = join(folder, 'rules.yaml');
  let agreed = 0;
  for (const line of lines) {
    const vector: Vector = JSON.parse(line);
    writeFileSync(rules, vector.rules);
    const found = difference(vector, rules);
    if (found === undefined) agreed += 1;
    else process.stdout.write(`${vector.name}\n  ${found}\n`);
  }
  rmSync(folder, { recursive: true });
  process.stdout.write(`${agreed} of ${lines.length}\n`);
  process.exitCode = agreed === lines.length ? 0 : 1;
}

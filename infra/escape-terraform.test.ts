import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeTerraform, escapeTerraformIn } from './escape-terraform.ts';

const hasTerraform = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;
/** Skipped without Terraform. */
const itWithTerraform = hasTerraform ? it : it.skip;

/** What Terraform makes of a text. */
const evaluated = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-escape-'));
  const run = (...args: readonly string[]) =>
    execFileSync('terraform', [`-chdir=${folder}`, ...args, '-no-color'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ output: { text: { value: text } } }));
    run('init');
    run('apply', '-auto-approve');
    return run('output', '-raw', 'text');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const hostile = 'a "quoted" ${var.nothing} $${x} 50%{ if } %%{y} $& $1 \\n \n end $';

describe('escapeTerraform', () => {
  itWithTerraform('lets Terraform read any text as it is', () => {
    expect(evaluated(escapeTerraform(hostile))).toBe(hostile);
  });
});

describe('escapeTerraformIn', () => {
  it('escapes only strings and keys of a value', () => {
    expect(escapeTerraformIn({ '${a}': ['%{b}', 1, null, true, undefined] })).toEqual({
      '$${a}': ['%%{b}', 1, null, true, undefined],
    });
  });
});

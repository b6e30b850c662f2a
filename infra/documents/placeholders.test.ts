import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeTerraform, escapeTerraformIn } from '../escape-terraform.ts';
import { createPlaceholders } from './placeholders.ts';

const hasTerraform = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;
/** Skipped without Terraform. */
const itWithTerraform = hasTerraform ? it : it.skip;

/** What Terraform makes of a text, with `var.id` set. */
const evaluated = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-escape-'));
  const run = (...args: readonly string[]) =>
    execFileSync('terraform', [`-chdir=${folder}`, ...args, '-no-color'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    const config = { variable: { id: { default: 'the-id' } }, output: { text: { value: text } } };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(config));
    run('init');
    run('apply', '-auto-approve');
    return run('output', '-raw', 'text');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const hostile = 'a "quoted" ${var.nothing} $${x} 50%{ if } %%{y} $& $1 \\n \n end $';

describe('createPlaceholders', () => {
  it('puts references in the place of words, and escapes the rest', () => {
    const { placeholderFor, fill } = createPlaceholders();
    const word = placeholderFor('${var.id}');

    expect(fill(`${word} and ${word}: ${hostile}`)).toBe(`\${var.id} and \${var.id}: ${escapeTerraform(hostile)}`);
    expect(placeholderFor('${var.id}')).toBe(word);
    expect(placeholderFor('${var.other}')).not.toBe(word);
  });

  it('uses words that no format changes', () => {
    expect(createPlaceholders().placeholderFor('${x}')).toMatch(/^[A-Z0-9]+$/);
  });

  itWithTerraform('is read by Terraform as it was meant', () => {
    const { placeholderFor, fill } = createPlaceholders();

    expect(evaluated(fill(`${placeholderFor('${var.id}')} ${hostile}`))).toBe(`the-id ${hostile}`);
  });
});

describe('escapeTerraformIn', () => {
  it('escapes only strings and keys of a value', () => {
    expect(escapeTerraformIn({ '${a}': ['%{b}', 1, null, true, undefined] })).toEqual({
      '$${a}': ['%%{b}', 1, null, true, undefined],
    });
  });
});

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rulesFolder } from '../rules-folder.ts';
import { runCommand } from '../testing/run-command.ts';

const guide = readFileSync(join(rulesFolder, '../docs/guides/add-a-source.md'), 'utf8');

/** Blocks that say in their first line which file they are. */
const files = [...guide.matchAll(/^```yaml (rules\/\S+)\n([\s\S]*?)^```$/gm)].map(([, path = '', text = '']) => ({
  path,
  text,
}));
const [, id = ''] = /new-source (\S+)/.exec(guide) ?? [];
const options = [...guide.matchAll(/--(title|path|permission) (?:'([^']+)'|(\S+))/g)];
const asked = options.slice(0, 3).flatMap(([, name = '', quoted, bare = '']) => [`--${name}`, quoted ?? bare]);

describe('the guide to add a source', () => {
  let root: string;
  let rules: string;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'guide-'));
    rules = join(root, 'rules');
    cpSync(rulesFolder, rules, { recursive: true });
    expect((await runCommand(['new-source', id, ...asked, '--rules-folder', rules])).status).toBe(0);
    for (const { path, text } of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const onSource = (command: string, ...more: readonly string[]) =>
    runCommand([command, '--source', id, '--rules-folder', rules, ...more]);

  it('has rules without mistakes that prove', async () => {
    const folder = join(rules, id);
    expect((await runCommand(['check', join(folder, 'rules.yaml'), join(folder, 'source.yaml')])).status).toBe(0);
    expect((await onSource('prove')).status).toBe(0);
  });

  it('is right that a kept title isn’t proven', async () => {
    const path = join(rules, id, 'rules.yaml');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/title: .*/, 'title: keep'));
    const { status, stdout } = await onSource('prove');
    writeFileSync(path, text);

    expect(status).toBe(1);
    expect(stdout).toContain('proof/keeps-free-text: title is free text and is kept');
  });

  it('has cases that pass once they are written, with canaries, completeness and permissions', async () => {
    expect((await onSource('test')).status).toBe(1);
    const { status, stdout } = await onSource('test', '--update');

    expect(stdout).not.toContain('✗');
    expect(status).toBe(0);
    expect(readFileSync(join(rules, id, 'cases/what-it-keeps.case.yaml'), 'utf8')).toContain('wordCount: 5');
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSources } from './load-sources.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { sources } = loadSources(join(root, 'rules'));
const names = sources.flatMap(({ id, aliases }) => [id, ...aliases]);

const filesOf = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:tsx?|mjs|cjs|json)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

const code = ['src', 'infra', 'scripts']
  .flatMap(filesOf)
  .filter((path) => !path.startsWith('src/twin/') && !path.startsWith('src/graph-types/published/'))
  .filter((path) => !path.endsWith('.generated.ts'));

/** An id of one word is a word of Graph too (`/teams`), so it counts only in quotes, outside of tests. */
const naming = (id: string): RegExp => (id.includes('-') ? new RegExp(`\\b${id}\\b`) : new RegExp(`(['"\`])${id}\\1`));

describe('sources are data', () => {
  it('knows of some', () => {
    expect(names.length).toBeGreaterThan(0);
    expect(code.length).toBeGreaterThan(100);
  });

  it('names none of them in code', () => {
    const found = code.flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return names
        .filter((id) => id.includes('-') || !path.endsWith('.test.ts'))
        .filter((id) => naming(id).test(text))
        .map((id) => `${path} names ${id}`);
    });

    expect(found).toEqual([]);
  });
});

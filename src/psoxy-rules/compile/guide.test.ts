import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatDiagnostic } from '../../diagnostics/index.ts';
import { compile } from '../../rule-forms/index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const guide = readFileSync(join(root, 'docs/guides/move-from-psoxy-rules.md'), 'utf8');

const codesOf = (text: string, quote: string): readonly string[] =>
  [...text.matchAll(new RegExp(`${quote}((?:rules|yaml)/[a-z-]+)(?::[a-z-]+)?${quote}`, 'g'))].map(([, code]) =>
    String(code),
  );

const sourcesBelow = (folder: string): readonly string[] =>
  readdirSync(join(root, 'src', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(root, 'src', folder, file), 'utf8'));

describe('the guide on rule files of Psoxy', () => {
  it('shows rules that compile without a doubt', () => {
    const blocks = [...guide.matchAll(/^```yaml psoxy\n([\s\S]*?)^```$/gm)].map(([, block]) => String(block));
    expect(blocks).toHaveLength(1);
    for (const text of blocks) {
      const { diagnostics } = compile({
        title: 'guide',
        main: { path: 'guide', text },
        shared: [],
        overlays: [],
        types: { 'v1.0': {}, beta: {} },
        privacy: {},
        builtIn: false,
      });
      expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    }
  });

  it('explains every code of this form', () => {
    const shared = ['transform-options.ts', 'pattern.ts'].map((file) =>
      readFileSync(join(root, 'src/compile', file), 'utf8'),
    );
    const code = [
      ...sourcesBelow('psoxy-rules/compile'),
      ...sourcesBelow('psoxy-rules/java-regex'),
      ...sourcesBelow('psoxy-rules/format'),
      ...sourcesBelow('psoxy-rules/json-path'),
      ...sourcesBelow('transforms'),
      ...shared,
    ];
    const said = new Set(code.flatMap((text) => codesOf(text, "'")));
    said.delete('yaml/too-much');
    expect([...new Set(codesOf(guide, '`'))].sort()).toEqual([...said].sort());
  });
});

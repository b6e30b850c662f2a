import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatDiagnostic } from '../../diagnostics/index.ts';
import { privacyTable, typeIndex } from '../../graph-types/index.ts';
import { compile } from '../../rule-forms/index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const filesBelow = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file));

/** Blocks that begin with ```yaml rules, each with the place where it stands. */
const ruleBlocks = filesBelow('docs', '.md').flatMap((file) => {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^```yaml rules\n([\s\S]*?)^```$/gm)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length + 1}`,
    block: match[1] ?? '',
  }));
});

const compilers = [
  'src/rules/format/',
  'src/rules/compile/',
  'src/yaml/',
  'src/compile/transform-options.ts',
  'src/compile/pattern.ts',
];

const codesInCode = new Set(
  filesBelow('src', '.ts')
    .filter((file) => !file.endsWith('.test.ts') && compilers.some((part) => file.startsWith(part)))
    .flatMap((file) => [
      ...readFileSync(join(root, file), 'utf8').matchAll(/'((?:rules|yaml)\/[a-z-]+)(?::[a-z-]+)?'/g),
    ])
    .map((match) => match[1]),
);

describe('the guide on writing rules', () => {
  it.each(ruleBlocks)('shows rules that compile: $place', ({ place, block }) => {
    const { diagnostics } = compile({
      title: 'guide',
      main: { path: place, text: block },
      shared: [],
      overlays: [],
      types: typeIndex,
      privacy: privacyTable,
      builtIn: true,
    });
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  });

  it('explains every code that check reports for allow-list rules, and no other', () => {
    const guide = readFileSync(join(root, 'docs/guides/write-rules.md'), 'utf8');
    const explained = [...guide.matchAll(/`((?:rules|yaml)\/[a-z-]+)`/g)].map((match) => match[1]);
    expect([...new Set(explained)].sort()).toEqual([...codesInCode].sort());
  });
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countPhrases, countWords } from './prose/house-phrases.ts';
import { codeProse, markdownProse, type Prose, yamlComments } from './prose/read-prose.ts';
import { root } from './root.ts';

/** Highest number of house phrases per 1,000 words that a group may have. Lower them when prose gets better. */
const ceilings = { comments: 0.75, messages: 0.75, docs: 0.75 } as const;

type Group = keyof typeof ceilings;
type Piece = Prose & { readonly group: Group; readonly file: string };

const usage = `Usage: npm run prose [-- --list [--group <group>]] [path …]

Counts house phrases (docs/style.md) per 1,000 words of comments, messages and documents.

  --list            print every hit with its file and line
  --group <group>   print only hits in comments, messages or docs
  path              only files whose path begins with one of these`;

const generated = /(?:^|\/)(?:generated|published)\/|\.generated\.ts$|^docs\/reference\//;
const skipped = /^docs\/style\.md$|^scripts\/prose\/|\/testing\/|\.test\.ts$/;

const tracked = (): readonly string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\.(?:tsx?|mjs|cjs|md|ya?ml)$/.test(file) && !generated.test(file) && !skipped.test(file));

const piecesOf = (file: string): readonly Piece[] => {
  const text = readFileSync(join(root, file), 'utf8');
  const as = (group: Group, prose: readonly Prose[]): readonly Piece[] =>
    prose.map((each) => ({ ...each, group, file }));
  if (file.endsWith('.md')) return as('docs', markdownProse(text));
  if (/\.ya?ml$/.test(file)) return as('comments', yamlComments(text));
  const { comments, messages } = codeProse(file, text);
  return [...as('comments', comments), ...as('messages', messages)];
};

const hitsOf = ({ text }: Prose): number => countPhrases(text).reduce((sum, [, hits]) => sum + hits, 0);

const printHits = (pieces: readonly Piece[]): void => {
  for (const piece of pieces)
    for (const [name, hits] of countPhrases(piece.text))
      if (hits > 0)
        process.stdout.write(`${piece.file}:${piece.line}: ${name}: ${piece.text.trim().replaceAll(/\s+/g, ' ')}\n`);
};

const perThousand = (
  pieces: readonly Piece[],
): { readonly words: number; readonly hits: number; readonly rate: number } => {
  const words = pieces.reduce((sum, { text }) => sum + countWords(text), 0);
  const hits = pieces.reduce((sum, piece) => sum + hitsOf(piece), 0);
  return { words, hits, rate: words === 0 ? 0 : (1000 * hits) / words };
};

const line = (name: string, { words, hits, rate }: ReturnType<typeof perThousand>, ceiling?: number): string =>
  `${name.padEnd(10)} ${String(words).padStart(7)} words ${String(hits).padStart(5)} hits ${rate.toFixed(2).padStart(6)} per 1,000${ceiling === undefined ? '' : ` (at most ${ceiling})`}\n`;

const run = (): void => {
  const { values, positionals } = parseArgs({
    options: { list: { type: 'boolean' }, group: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  if (values.group !== undefined && !Object.hasOwn(ceilings, values.group))
    throw new Error(`unknown group, expected ${Object.keys(ceilings).join(', ')}`);
  const files = tracked().filter(
    (file) => positionals.length === 0 || positionals.some((path) => file.startsWith(path)),
  );
  const pieces = files.flatMap(piecesOf);
  if (values.list) printHits(pieces.filter(({ group }) => values.group === undefined || group === values.group));
  const whole = positionals.length === 0;
  for (const group of Object.keys(ceilings) as Group[]) {
    const counted = perThousand(pieces.filter((piece) => piece.group === group));
    process.stdout.write(line(group, counted, whole ? ceilings[group] : undefined));
    if (whole && counted.rate > ceilings[group]) process.exitCode = 1;
  }
  process.stdout.write(line('all', perThousand(pieces)));
};

run();

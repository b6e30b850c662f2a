import type { Block, DocumentText, Inline, Text } from './blocks.ts';

const escaped = (text: string): string => text.replace(/[\\`*_[\]<>|]/g, '\\$&');

/** A code span around text that may hold backticks. */
const span = (text: string): string => {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
};

const inline = (piece: Inline): string => {
  if (typeof piece === 'string') return escaped(piece);
  switch (piece.kind) {
    case 'code':
      return span(piece.text);
    case 'strong':
      return `**${escaped(piece.text)}**`;
    case 'link':
      return `[${escaped(piece.text)}](<${piece.url.replace(/[<>]/g, encodeURIComponent)}>)`;
  }
};

const running = (text: Text): string => text.map(inline).join('').replace(/\s+/g, ' ').trim();

/** In a table even a code span needs its bars escaped. */
const cell = (text: Text): string =>
  text
    .map((piece) =>
      typeof piece === 'object' && piece.kind === 'code' ? inline(piece).replaceAll('|', '\\|') : inline(piece),
    )
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const grid = (head: readonly string[], rows: readonly (readonly Text[])[]): string =>
  [row(head.map(escaped)), row(head.map(() => '---')), ...rows.map((cells) => row(cells.map(cell)))].join('\n');

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');

const block = (part: Block): string => {
  switch (part.kind) {
    case 'heading':
      return `${'#'.repeat(part.level)} ${escaped(part.text)}`;
    case 'paragraph':
      return running(part.text);
    case 'list':
      return part.items.map((item) => `- ${running(item)}`).join('\n');
    case 'steps':
      return part.items.map((item, index) => `${index + 1}. ${running(item)}`).join('\n');
    case 'facts':
      return grid(
        ['', ''],
        part.rows.map(([name, value]) => [[name], value]),
      );
    case 'table':
      return grid(part.head, part.rows);
    case 'code':
      return `\`\`\`${part.language}\n${part.text}\n\`\`\``;
    case 'note':
      return quoted(`**${part.tone === 'warning' ? 'Attention.' : 'Note.'}** ${part.blocks.map(block).join('\n\n')}`);
  }
};

/** A document as Markdown (GitHub's tables); text of people can't become markup. */
export const toMarkdown = ({ title, subtitle, blocks, footer }: DocumentText): string =>
  `${[`# ${escaped(title)}`, escaped(subtitle), ...blocks.map(block), '---', escaped(footer)].join('\n\n')}\n`;

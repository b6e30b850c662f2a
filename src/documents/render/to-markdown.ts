import { chapters } from './anchors.ts';
import type { Block, DocumentText, Inline, Marked, Station, Text } from './blocks.ts';
import { htmlEscaped } from './quoting.ts';

/** Escapes characters that Markdown interprets anywhere in a line, and ampersands that would begin an entity. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>|~]/g, '\\$&').replace(/&(?=#?\w+;)/g, '\\&');

/** Escapes the characters that begin a heading, a list or a rule at the start of a line. */
const asLine = (text: string): string => text.replace(/^(?=[-+=#])/, '\\').replace(/^(\d+)(?=[.)])/, '$1\\');

/** Escapes the number signs that would close a heading. */
const asHeading = (text: string): string => escaped(text.replace(/\s+/g, ' ').trim()).replace(/#(?=#*$)/g, '\\#');

/** A code span around text that may hold backticks. */
const span = (text: string): string => {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
};

/** A URL between `<` and `>`: characters that would end it are percent-encoded, entities are escaped. */
const asTarget = (url: string): string => url.replace(/[<>\\\s|]/g, encodeURIComponent).replace(/&(?=#?\w+;)/g, '\\&');

const inline = (piece: Inline): string => {
  if (typeof piece === 'string') return escaped(piece);
  switch (piece.kind) {
    case 'code':
      return span(piece.text);
    case 'strong':
      return `**${escaped(piece.text.trim())}**`;
    case 'link':
      return `[${escaped(piece.text)}](<${asTarget(piece.url)}>)`;
  }
};

const running = (text: Text): string => asLine(text.map(inline).join('').replace(/\s+/g, ' ').trim());

/** Escapes the vertical bars of a code span inside a table. A span can't have a bar after a backslash there. */
const inCell = (piece: Inline): string => {
  if (typeof piece === 'string' || piece.kind !== 'code') return inline(piece);
  return piece.text.includes('\\|') ? escaped(piece.text) : inline(piece).replaceAll('|', '\\|');
};

const cell = (text: Text): string => text.map(inCell).join('').replace(/\s+/g, ' ').trim();

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const grid = (head: readonly string[], rows: readonly (readonly Text[])[]): string =>
  [row(head.map(escaped)), row(head.map(() => '---')), ...rows.map((cells) => row(cells.map(cell)))].join('\n');

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');

const station = ({ title, text, note }: Station, index: number): string =>
  `${index + 1}. **${escaped(title)}.** ${escaped(text)}${note === undefined ? '' : ` *Onward: ${escaped(note)}.*`}`;

/** Formats the lines like a diff: `-` lines don't leave, `+` lines replace the line above. */
const difference = ({ mark, text, after }: Marked): string => {
  if (mark === 'gone') return `-${text}`;
  return mark === 'kept' || after === undefined ? ` ${text}` : `-${text}\n+${after}`;
};

/** A block of code between fences that are longer than any run of backticks in it. */
const fenced = (language: string, text: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
};

const markedLines = (title: string, lines: readonly Marked[]): string => {
  const text = lines.map(difference).join('\n');
  return `${span(title)}\n\n${fenced('diff', text)}`;
};

const block = (part: Block): string => {
  switch (part.kind) {
    case 'heading':
      return `${'#'.repeat(part.level)} ${asHeading(part.text)}`;
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
      return fenced(part.language, part.text);
    case 'figures':
      return part.figures.map(([value, label]) => `- **${escaped(value)}** ${escaped(label)}`).join('\n');
    case 'flow':
      return part.stations.map(station).join('\n');
    case 'picture':
      return part.instead.map(block).join('\n\n');
    case 'contents':
      return '';
    case 'marked':
      return markedLines(part.title, part.lines);
    case 'details':
      return [
        `<details>\n<summary>${htmlEscaped(part.summary.replace(/\s+/g, ' '))}</summary>`,
        ...part.blocks.map(block),
        '</details>',
      ].join('\n\n');
    case 'note':
      return quoted(`**${part.tone === 'warning' ? 'Attention.' : 'Note.'}** ${part.blocks.map(block).join('\n\n')}`);
  }
};

const contentsList = (blocks: readonly Block[]): string =>
  chapters(blocks)
    .map(([text, to]) => `- [${escaped(text)}](#${to})`)
    .join('\n');

/** Renders a document as GitHub Flavored Markdown. Text from people can't become markup. */
export const toMarkdown = ({ title, subtitle, blocks, footer }: DocumentText): string => {
  const parts = blocks.map((part) => (part.kind === 'contents' ? contentsList(blocks) : block(part)));
  return `${[`# ${asHeading(title)}`, running([subtitle]), ...parts.filter((text) => text !== ''), '---', running([footer])].join('\n\n')}\n`;
};

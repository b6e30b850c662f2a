import type { ExcerptRow } from './excerpt.ts';

/** Colors for terminals; plain text elsewhere. */
export type Paint = (style: 'dim' | 'bold' | 'green' | 'yellow' | 'red', text: string) => string;

const codes = { dim: 2, bold: 1, green: 32, yellow: 33, red: 31 } as const;

export const paintFor = (isTerminal: boolean): Paint =>
  isTerminal ? (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m` : (_style, text) => text;

const marks = { kept: 'kept', changed: 'made', gone: 'gone' } as const;
const styles = { kept: 'dim', changed: 'green', gone: 'red' } as const;
const nothing = '·';

/** Before and after side by side, cut to `width` columns. */
export const renderExcerpt = (rows: readonly ExcerptRow[], width: number, paint: Paint): readonly string[] => {
  const pathWidth = Math.min(34, Math.max(4, ...rows.map(({ path }) => path.length)));
  const valueWidth = Math.max(18, Math.floor((width - pathWidth - 12) / 2));
  return rows.map(({ path, before, after, fate }) => {
    const cells = [
      pad(path, pathWidth),
      pad(before === '' ? nothing : before, valueWidth),
      pad(after ?? nothing, valueWidth),
    ];
    return `  ${paint(styles[fate], marks[fate])} ${cells.join('  ')}`.trimEnd();
  });
};

const pad = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

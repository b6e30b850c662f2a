import { stripVTControlCharacters } from 'node:util';

/** The layout of a table's column. */
export type Column = {
  /** Width in characters. @default its widest cell */
  readonly width?: number;
  readonly align?: 'left' | 'right';
  /** For wider cells: `cut` ends the cell with `…`, `break` moves the rest of its row to the next line. */
  readonly overflow?: 'cut' | 'break';
};

export type TableOptions = {
  readonly columns?: readonly Column[];
  /** Characters before each line. */
  readonly indent?: number;
};

const gap = 2;

/** Style sequences have no width. */
const widthOf = (text: string): number => stripVTControlCharacters(text).length;

const padded = (text: string, width: number, align: Column['align']): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? `${space}${text}` : `${text}${space}`;
};

const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);

/** Lays out rows in columns that are two spaces apart. Returns one string per line, without trailing spaces. */
export const table = (rows: readonly (readonly string[])[], options: TableOptions = {}): readonly string[] => {
  const { columns = [], indent = 0 } = options;
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from(
    { length: count },
    (_, index) => columns[index]?.width ?? Math.max(0, ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const startOf = (index: number): number =>
    indent + widths.slice(0, index).reduce((sum, width) => sum + width + gap, 0);
  return rows.flatMap((row) => {
    const lines = [''];
    for (const [index, cell] of row.entries()) {
      const { align, overflow } = columns[index] ?? {};
      const width = widths[index] ?? 0;
      const text = overflow === 'cut' ? cut(cell, width) : cell;
      const line = lines.at(-1) ?? '';
      lines[lines.length - 1] =
        `${line.padEnd(line.length + startOf(index) - widthOf(line))}${padded(text, width, align)}`;
      if (overflow === 'break' && widthOf(text) > width && index < row.length - 1) lines.push('');
    }
    return lines.map((line) => line.trimEnd());
  });
};

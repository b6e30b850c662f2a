/** The labels of the picture; texts of any length are wrapped. */
export type FlowPicture = {
  readonly sources: readonly string[];
  /** The place where Graphveil runs. */
  readonly place: string;
  readonly callers: string;
  readonly functions: string;
};

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

/** Lines of at most `width` characters; longer words get their own line. */
const wrapped = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

type Look = {
  readonly size?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle';
  readonly bold?: true;
};

const lineHeight = 17;

const textAt = (x: number, y: number, lines: readonly string[], look: Look = {}): string => {
  const { size = 14, fill = '--ink', anchor = 'start', bold } = look;
  const weight = bold ? ' font-weight="600"' : '';
  return lines
    .map(
      (line, index) =>
        `<text x="${x}" y="${y + index * lineHeight}" font-size="${size}" text-anchor="${anchor}"${weight} style="fill:var(${fill})">${escaped(line)}</text>`,
    )
    .join('');
};

type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const zone = ({ x, y, width, height }: Area, title: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" stroke-dasharray="5 4" style="fill:none;stroke:var(--soft)"/>` +
  textAt(x + width / 2, y - 10, [title], { anchor: 'middle', fill: '--soft', bold: true, size: 13.5 });

const box = ({ x, y, width, height }: Area, title: string, lines: readonly string[], edge = '--line'): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" style="fill:var(--tint);stroke:var(${edge});stroke-width:${edge === '--line' ? 1 : 2}"/>` +
  textAt(x + 14, y + 24, [title], { bold: true, size: 15 }) +
  textAt(x + 14, y + 44, lines, { fill: '--soft', size: 13.5 });

/** Distinguished by color, and by width and dashes without color. */
const strokes = {
  clear: { color: '--warn-line', look: 'stroke-width:4' },
  pseudonymized: { color: '--accent', look: 'stroke-width:2' },
  request: { color: '--soft', look: 'stroke-width:1.5;stroke-dasharray:5 4' },
} as const;

type Stroke = keyof typeof strokes;

const line = (x1: number, x2: number, y: number, stroke: Stroke): string =>
  `<line x1="${x1}" y1="${y}" x2="${x2}" y2="${y}" style="stroke:var(${strokes[stroke].color});${strokes[stroke].look}"/>`;

const arrow = (from: number, to: number, y: number, stroke: Stroke, lines: readonly string[]): string => {
  const head = from < to ? -10 : 10;
  const points = `${to},${y} ${to + head},${y - 6} ${to + head},${y + 6}`;
  const text = textAt((from + to) / 2, y - 10 - (lines.length - 1) * lineHeight, lines, { anchor: 'middle', size: 13 });
  return `${line(from, to + head, y, stroke)}<polygon points="${points}" style="fill:var(${strokes[stroke].color})"/>${text}`;
};

const link = (x: number, y1: number, y2: number): string =>
  `<line x1="${x}" y1="${y1}" x2="${x}" y2="${y2}" stroke-dasharray="2 3" style="stroke:var(--soft);stroke-width:1.5"/>`;

const legend = (x: number, y: number, stroke: Stroke, text: string): string =>
  `${line(x, x + 30, y - 4, stroke)}${textAt(x + 40, y, [text], { fill: '--soft', size: 13.5 })}`;

/** Draws the flow of data between the parties as an SVG that takes its colors from the page around it. */
export const dataFlowPicture = ({ sources, place, callers, functions }: FlowPicture): string => {
  const listed = wrapped(sources.join(', '), 28);
  const tool = wrapped(callers, 20);
  const graphHeight = 72 + listed.length * lineHeight;
  const height = Math.max(390, graphHeight + 190);
  const bottom = height - 40;
  const size = { y: 40, height: bottom - 40 };
  return [
    `<svg viewBox="0 0 960 ${height + 34}" role="img" aria-labelledby="flow-title flow-text" font-family="system-ui, 'Segoe UI', Roboto, sans-serif">`,
    '<title id="flow-title">Data flow</title>',
    `<desc id="flow-text">Microsoft 365 sends plain data to Graphveil. Graphveil, in ${escaped(place)}, drops all data that no rule names and replaces people with pseudonyms. ${escaped(callers)} gets the rest. The keyring stays with Graphveil.</desc>`,
    zone({ x: 2, width: 250, ...size }, 'Microsoft 365 tenant'),
    zone({ x: 372, width: 272, ...size }, place),
    zone({ x: 774, width: 184, ...size }, 'Recipient'),
    box({ x: 16, y: 56, width: 222, height: graphHeight }, 'Microsoft Graph', ['holds the data:', ...listed]),
    box({ x: 16, y: bottom - 88, width: 222, height: 72 }, 'Microsoft Entra ID', [
      'grants read permissions;',
      'sign-in without stored secrets',
    ]),
    box(
      { x: 386, y: 56, width: 244, height: 142 },
      'Graphveil',
      [functions, 'drops data without a rule', 'people become pseudonyms', 'texts become lengths', 'stores nothing'],
      '--accent',
    ),
    link(444, 198, bottom - 88),
    link(572, 198, bottom - 88),
    box({ x: 386, y: bottom - 88, width: 116, height: 72 }, 'Keyring', ['encrypted by', 'a key service']),
    box({ x: 514, y: bottom - 88, width: 116, height: 72 }, 'Log', ['counts, times,', 'no values']),
    box({ x: 788, y: 56, width: 156, height: 82 + tool.length * lineHeight }, 'Analytics tool', [
      ...tool,
      'can’t call Microsoft;',
      'has no key',
    ]),
    arrow(372, 252, 112, 'request', ['requests kept', 'properties']),
    arrow(252, 372, 182, 'clear', ['plain data']),
    arrow(774, 644, 112, 'request', ['calls with', 'pseudonyms']),
    arrow(644, 774, 182, 'pseudonymized', ['pseudonyms,', 'times, counts']),
    legend(4, height + 10, 'clear', 'plain personal data (encrypted in transit)'),
    legend(374, height + 10, 'pseudonymized', 'pseudonymized: still personal data'),
    legend(774, height + 10, 'request', 'requests'),
    '</svg>',
  ].join('\n');
};

import type { SourceText } from '../compile/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { describe } from '../problems/diagnostics/index.ts';

const mostBytes = 8_192;
const elements = 'svg|g|title|path|rect|circle|ellipse|line|polygon|polyline';
const attributes =
  'xmlns|viewBox|width|height|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|d|points|fill|fill-rule|fill-opacity|opacity|stroke|stroke-width|stroke-linecap|stroke-linejoin|transform';

const value = '"[\\w\\s#.,:/()%-]*"';
const tag = new RegExp(`^<(?:/(?:${elements})|(?:${elements})(?:\\s+(?:${attributes})=${value})*\\s*/?)>`);
const words = /^[^<&]+/;

/** Returns the first part of an SVG text that isn't a plain drawing; undefined if there is none. */
export const notADrawing = (svg: string): string | undefined => {
  if (Buffer.byteLength(svg) > mostBytes) return `more than ${mostBytes} bytes`;
  if (!svg.trimStart().startsWith('<svg')) return 'no <svg at its beginning';
  let rest = svg;
  while (rest !== '') {
    const [found] = tag.exec(rest) ?? words.exec(rest) ?? [];
    if (found === undefined) return rest.slice(0, 12).replace(/\s.*/s, '');
    rest = rest.slice(found.length);
  }
  return undefined;
};

/** Reports a logo that isn't a plain drawing: it could run code in a browser, or load something. */
export const logoProblems = (logo: SourceText | undefined): readonly Diagnostic[] => {
  const part = logo && notADrawing(logo.text);
  if (logo === undefined || part === undefined) return [];
  return [
    { severity: 'error', position: { file: logo.path, line: 1, column: 1 }, ...describe('source/logo', { part }) },
  ];
};

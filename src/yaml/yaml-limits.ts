import type { Report } from '../diagnostics/index.ts';

/** Limits above which a text is rejected, in part before parsing, because it would exhaust the parser's stack. */
export const yamlLimits = { characters: 1_000_000, depth: 100, nodes: 100_000 } as const;

const listsOnOneLine = /(?:^|\n)[ \t]*(?:[-?:][ \t]+){100}/;

const bracketDepth = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    else if ((character === ']' || character === '}') && depth > 0) depth -= 1;
    if (depth > deepest) deepest = depth;
  }
  return deepest;
};

/** Replacement characters of bytes that aren't UTF-8, and control characters that YAML doesn't allow. */
const notText = /[\0-\x08\x0e-\x1f\ufffd]/;

/** Reports a text that must not reach the parser. */
export const isParseable = (text: string, file: string, report: Report): boolean => {
  const start = { file, line: 1, column: 1 };
  const foreign = text.search(notText);
  if (foreign >= 0) {
    const before = text.slice(0, foreign).split('\n');
    report.error('yaml/encoding', { file, line: before.length, column: before.slice(-1).join('').length + 1 });
    return false;
  }
  const { characters: limit, depth } = yamlLimits;
  if (text.length > limit) report.error('yaml/too-much:length', start, { limit });
  else if (bracketDepth(text) > depth || listsOnOneLine.test(text))
    report.error('yaml/too-much:depth', start, { limit: depth });
  else return true;
  return false;
};

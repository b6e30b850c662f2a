import { readFileSync, writeFileSync } from 'node:fs';

const page = 'docs/performance.md';

/** Puts the output of a command into its place in docs/performance.md. Throws if the page has no place for it. */
export const writeOutput = (command: string, lines: readonly string[]): void => {
  const begin = `<!-- begin of the output of \`${command}\` -->`;
  const text = readFileSync(page, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf('<!-- end of the output -->', from);
  if (from < 0 || to < from) throw new Error(`${page} has no place for the output of ${command}`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`);
};

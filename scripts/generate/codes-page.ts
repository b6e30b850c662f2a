import { failureExamples } from '../../src/problems/command-line/index.ts';
import { consoleProblems } from '../../src/problems/console/index.ts';
import { diagnosticExamples } from '../../src/problems/diagnostics/index.ts';
import { registryProblems } from '../../src/problems/registry/index.ts';
import { generatedBy, type Page, table } from './page.ts';

const families: Readonly<Record<string, string>> = {
  yaml: 'YAML of any file',
  rules: 'Rule files',
  settings: 'Settings of a deployment',
  source: 'source.yaml',
  privacy: 'privacy.yaml',
  case: 'Cases',
  cast: 'cast.yaml',
  proof: 'Gaps that a proof finds',
};

const exitCodes = { usage: '2', negative: '1', outside: '3' } as const;

type Row = { readonly code: string; readonly cells: readonly string[] };

const plain = (text: string): string => text.replaceAll(/[\\*_<>[\]`$]/g, '\\$&');

/** Renders rows by code. The code is shown only for its first message. */
const lines = (rows: readonly Row[]): readonly (readonly string[])[] => {
  const sorted = rows.toSorted((a, b) => (a.code === b.code ? 0 : a.code < b.code ? -1 : 1));
  return sorted.map(({ code, cells }, index) => [sorted[index - 1]?.code === code ? '' : `\`${code}\``, ...cells]);
};

const section = (family: string, title: string): string => {
  const rows = diagnosticExamples()
    .filter(({ code }) => code.startsWith(`${family}/`))
    .map(({ code, message, hint }) => ({ code, cells: [plain(message), plain(hint)] }));
  return `## ${title}\n\n${table(['code', 'message', 'hint'], lines(rows))}`;
};

const commandLine = (): string => {
  const rows = failureExamples().map(({ code, message, hint, kind }) => ({
    code,
    cells: [plain(message), plain(hint), exitCodes[kind]],
  }));
  return `## Command line\n\n${table(['code', 'message', 'hint', 'exit code'], lines(rows))}`;
};

const ofConsole = (): string => {
  const rows = Object.entries({ ...consoleProblems, ...registryProblems }).map(
    ([code, { status, message, cause, remedy }]) => ({
      code,
      cells: [String(status), plain(message), plain(cause), plain(remedy)],
    }),
  );
  return `## Console, its API, and the registry of connectors\n\n${table(['code', 'status', 'message', 'cause', 'remedy'], lines(rows))}`;
};

const introduction = `Every diagnostic of a file and every message that ends a command has a code. A code never changes its meaning. Messages
and hints are shown here with the arguments of an example. The codes of replies are on [a page of their own](problems.md).`;

/** Lists every code of diagnostics and of the command line, with an example of each message. */
export const codesPage: Page = {
  path: 'docs/reference/codes.md',
  render: () =>
    [
      `${generatedBy('src/problems')}# Codes\n\n${introduction}\n`,
      ...Object.entries(families).map(([family, title]) => section(family, title)),
      commandLine(),
      ofConsole(),
    ].join('\n'),
};

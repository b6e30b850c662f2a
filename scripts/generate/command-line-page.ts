import type { Command } from 'commander';
import { createProgram } from '../../src/cli/index.ts';
import { fenced, generatedBy, type Page } from './page.ts';

/** The help text of every command, as displayed in a terminal with 100 columns. */
export const commandLinePage: Page = {
  path: 'docs/reference/command-line.md',
  render: async () => {
    const program = await createProgram();
    const intro = [
      'Every command takes `--help`; those that answer something take `--json`.',
      'Exit codes: 0 success, 1 a check failed, 2 wrong usage, 3 an outside service or file failed.',
    ].join('\n');
    const sections = [...program.commands].flatMap(withSubcommands).map(section);
    return `${generatedBy('src/cli')}# The command line\n\n${intro}\n\n${sections.join('\n')}`;
  },
};

const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
];

const section = (command: Command): string => {
  let text = '';
  const write = (part: string): void => {
    text += part;
  };
  command.configureOutput({ writeOut: write, getOutHelpWidth: () => 100, getOutHasColors: () => false });
  command.outputHelp();
  return `## ${fullName(command)}\n\n${fenced('text', text)}`;
};

const fullName = (command: Command): string =>
  command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;

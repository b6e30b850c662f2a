import type { Command } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { defaultSettingsFile } from '../shared/settings-option.ts';
import { withSourceNames } from '../shared/source-names.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil report                              on the connectors in graphveil.yaml; without this file, on all sources
  graphveil report --source SOURCE --variant plain-ids --out report
  graphveil report --sample people.json         also count the people in a reply whose kept values are unique
  graphveil report --json                       print the report's data for your own tools

Writes report.html, a self-contained page that prints well, and report.md. A privacy officer finds in it: the data that is
collected and its purposes, the data that leaves and its form, with examples, the data that never leaves, keys and their
holders, risks, and checks to make.`;

const each = (name: string, before: readonly string[] = []): readonly string[] => [...before, name];

/** Registers `graphveil report`. */
export const register = (command: Command): void => {
  command
    .option('--source <id>', 'only this source (may be repeated)', each)
    .option('--variant <name>', 'with this variant of the source (may be repeated)', each)
    .option('--extra <id>', 'with this extra of the source (may be repeated)', each)
    .option(
      '--settings <path>',
      `report on the connectors in this settings file (default: ${defaultSettingsFile}, if it exists)`,
    )
    .option('--out <folder>', 'output folder', '.')
    .option('--date <day>', 'date of the report (default: today)')
    .option('--sample <file>', 'reply of the proxy; print how many of its items have unique values')
    .option('--json', "print the report's data as JSON instead of writing files")
    .addHelpText('after', () => withSourceNames(examples))
    .action(lazily(load, 'run'));
};

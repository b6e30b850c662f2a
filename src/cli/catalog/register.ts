import type { Command } from 'commander';
import { withAccessOptions } from '../shared/access-options.ts';
import { lazily } from '../shared/lazily.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil catalog                          list the sources, and planned ones
  graphveil catalog dictionary               every property of every reply with its treatment, as catalog.json
  graphveil catalog dictionary CONNECTOR --settings graphveil.yaml
                                             only one connector of a deployment, with its own rules
  graphveil catalog schema                   the JSON Schema of catalog.json

A source that isn't listed begins with graphveil new-source.`;

/** Registers `graphveil catalog …`: the sources, and the data dictionary of their replies. */
export const register = (command: Command): void => {
  command.addHelpText('after', examples);
  withAccessOptions(
    command.command('list', { isDefault: true }).description('list sources with their connectors, and planned ones'),
  ).action(lazily(load, 'runList'));
  command
    .command('dictionary')
    .description('print the data dictionary as JSON, for data catalogs and ingestion tools')
    .argument('[connector...]', 'connectors; all by default')
    .option('--settings <path>', 'settings file of a deployment (default: every source with all extras)')
    .action(lazily(load, 'runDictionary'));
  command
    .command('schema')
    .description('print the JSON Schema of the data dictionary')
    .action(lazily(load, 'runSchema'));
};

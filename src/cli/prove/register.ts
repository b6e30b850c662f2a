import type { Command } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { withSourceNames } from '../shared/source-names.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil prove                                       all sources, with each variant and extra
  graphveil prove --source SOURCE --all                 list each property with its type, class, treatment and rule
  graphveil prove --source SOURCE --variant plain-ids --markdown > proof.md
  graphveil prove my-rules.yaml                         your own rules, in Graphveil's form
  graphveil prove --population                          list what limits each endpoint's calls to the people of a group
  graphveil prove --against node_modules                list differences from another version of Microsoft's types

Exit code 0: every property of Microsoft's types that an endpoint can return has a privacy class and a treatment, and no
name, free text or credential is kept. Exit code 1: there are gaps (or, with --against, differences); each is listed with
the rule's location and a fix. Rules in Psoxy's form can't be proven.`;

const each = (name: string, before: readonly string[] = []): readonly string[] => [...before, name];

/** Registers `graphveil prove`. */
export const register = (command: Command): void => {
  command
    .argument('[file]', 'your own rule file (default: all sources)')
    .option('--source <id>', 'only this source (may be repeated)', each)
    .option('--variant <name>', 'only with this variant of the source (may be repeated)', each)
    .option('--extra <id>', 'only with this extra of the source (may be repeated)', each)
    .option('--rules-folder <path>', "folder of sources, instead of the project's own")
    .option('--against <folder>', 'list differences from the Microsoft types packages in this folder')
    .option('--all', 'list every property')
    .option('--population', 'list what limits the calls of each endpoint to the people of a group')
    .option('--json', 'print JSON')
    .option('--markdown', 'print the tables as Markdown')
    .addHelpText('after', () => withSourceNames(examples))
    .action(lazily(load, 'run'));
};

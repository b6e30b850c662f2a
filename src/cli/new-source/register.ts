import { type Command, Option } from 'commander';
import { rulesFolder as ownRules } from '../rules-folder.ts';
import { lazily } from '../shared/lazily.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil new-source planner-tasks --path '/v1.0/users/{userId}/planner/tasks' --permission Tasks.Read.All
  graphveil new-source rooms --path /v1.0/places/microsoft.graph.room --entity room --permission Place.Read.All

Creates rules/<id>/ with a source.yaml, rules that keep only an ID as a token, a list of properties that still need a
privacy class, and the start of a test case. The new folder passes check; prove and test fail and list the remaining
work. The command never overwrites a file.
Guide: docs/guides/add-a-source.md`;

/** Registers `graphveil new-source`. */
export const register = (command: Command): void => {
  command
    .argument('<id>', 'name of the folder: lowercase words joined by hyphens')
    .requiredOption('--path <template>', 'path of the first endpoint, with its version')
    .requiredOption('--permission <name>', 'application permission that the endpoint needs')
    .option('--entity <type>', "Microsoft's type of the response, if the path doesn't determine it")
    .option('--title <text>', 'display name of the source')
    .addOption(new Option('--rules-folder <path>', 'folder of sources').default(ownRules, 'rules/ of the project'))
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(lazily(load, 'run'));
};

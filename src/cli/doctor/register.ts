import type { Command } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { withSettingsOption } from '../shared/settings-option.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil doctor                 check every prerequisite of the first apply, and show who can fix each problem
  graphveil doctor --offline       check only prerequisites that need no network

Without a settings file, it checks what needs none: Node.js, Terraform, and who is signed in to AWS and Azure.
The exit code is 1 if a check fails, and 3 if a service can't be reached.`;

/** Registers `graphveil doctor`, which checks the prerequisites of the first apply. */
export const register = (command: Command): void => {
  withSettingsOption(command)
    .option('--offline', 'run only the checks that need no network')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(lazily(load, 'run'));
};

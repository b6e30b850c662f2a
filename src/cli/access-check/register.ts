import type { Command } from 'commander';
import { withAccessOptions } from '../shared/access-options.ts';
import { lazily } from '../shared/lazily.ts';

const examples = `
Examples:
  graphveil access-check run --aws    check all grants now; it also runs once a day

It asks Microsoft Graph as the user of the Azure CLI, suspends grants whose owner has left or whose group has changed,
and lists the reviews that are due. It deletes nothing. Exit code 1: a group couldn't be read.`;

/** Registers `graphveil access-check …`: the daily check of grants, on demand. */
export const register = (command: Command): void => {
  command.addHelpText('after', examples);
  withAccessOptions(command.command('run').description('check owners, sizes of groups, and due reviews')).action(
    lazily(() => import('./command.ts'), 'runCheck'),
  );
};

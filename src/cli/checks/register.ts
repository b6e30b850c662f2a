import type { Command } from 'commander';
import { withAccessOptions } from '../shared/access-options.ts';
import { lazily } from '../shared/lazily.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil checks --aws            best practices of the deployment that aren't followed
  graphveil checks --aws --json     the same for a monitoring system; the exit code is 1 with a warning

Checked are: an Entra application of its own for each connector, no permission that nothing uses, no password on the
application, a successful call of a check, secrets younger than 180 days and not about to end, a review every 90 days.`;

/** Registers `graphveil checks`: best practices as checks. */
export const register = (command: Command): void => {
  command.addHelpText('after', examples);
  withAccessOptions(command).action(lazily(load, 'run'));
};

import type { Command } from 'commander';
import { withAccessOptions } from '../shared/access-options.ts';
import { lazily } from '../shared/lazily.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil review list --aws                      grants and clients by last use, the longest unused first
  graphveil review list --aws --only unused-90-days
                                                   only those that nobody used for 90 days
  graphveil review list --aws --csv > review.csv   for a spreadsheet
  graphveil review end CLIENT/GRANT CLIENT/GRANT --aws
                                                   end several grants at once
  graphveil review done --aws                      record that everything was reviewed; the next is due in 90 days

Remarks: unused-90-days, never-used, owner-gone, suspended, ends-soon, no-grant.`;

/** Registers `graphveil review …`: who has access, since when, and whether anybody uses it. */
export const register = (command: Command): void => {
  const add = (name: string, summary: string) => withAccessOptions(command.command(name).description(summary));
  command.addHelpText('after', examples);
  add('list', 'list grants and clients by age and last use')
    .option('--only <remark>', 'only grants and clients with this remark')
    .option('--csv', 'print the grants as CSV')
    .action(lazily(load, 'runList'));
  add('end', 'end grants at once')
    .argument('<client/grant...>', 'client (id or name) and id of the grant, as review list prints them')
    .action(lazily(load, 'runEnd'));
  add('done', 'record a review of all grants and clients in the ledger').action(lazily(load, 'runDone'));
};

import type { Command } from 'commander';
import { withAccessOptions } from '../shared/access-options.ts';
import { lazily } from '../shared/lazily.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil ledger list --aws                  who decided what, oldest first
  graphveil ledger verify --aws                check the chain of entries, and print the hash of the last one
  graphveil ledger verify --aws --head HASH    also check that the entry with this hash is still there

Each entry holds the hash of the one before. Keep the printed hash elsewhere: it shows later whether entries were
changed, removed or cut off at the end.`;

/** Registers `graphveil ledger …`: the append-only record of decisions about clients and grants. */
export const register = (command: Command): void => {
  command.addHelpText('after', examples);
  withAccessOptions(command.command('list').description('list who decided what, oldest first')).action(
    lazily(load, 'runList'),
  );
  withAccessOptions(command.command('verify').description('check that no entry was changed or removed'))
    .option('--head <hash>', 'hash of an entry that must be there')
    .action(lazily(load, 'runVerify'));
};

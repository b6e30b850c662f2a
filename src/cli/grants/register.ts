import { type Command, InvalidArgumentError, Option } from 'commander';
import { withAccessOptions } from '../shared/access-options.ts';
import { lazily } from '../shared/lazily.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil grants give acme --permission CONNECTOR --reason "Meeting load, agreed on 2027-03-02"
                                        everybody of the tenant
  graphveil grants give acme --permission CONNECTOR --group GUID --days 90 --reason "Pilot with field sales"
                                        only the members of a group
  graphveil grants suspend acme GRANT   refuse its calls until graphveil grants resume
  graphveil grants regenerate acme GRANT
                                        make a refresh token, which is shown once; the former one ends at once

A grant ends after at most 365 days. Every act is in the ledger: graphveil ledger list.`;

const wholeDays = (text: string): number => {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 365) throw new InvalidArgumentError('expected days, 1 to 365');
  return number;
};

const reasonOf = (text: string): string => {
  if (text.trim().length < 10 || text.length > 500) throw new InvalidArgumentError('expected 10 to 500 characters');
  return text.trim();
};

const decisions = () => import('./decisions.ts');
const groups = () => import('./groups.ts');

/** What developers, owners and reviewers decide in the console, as an operator of the store. */
const registerDecisions = (command: Command): void => {
  const add = (name: string, summary: string) =>
    withAccessOptions(command.command(name).description(summary)).argument('<client>', 'id or name');
  const terms = (added: Command) =>
    added
      .requiredOption('--permission <name...>', 'what it may read; a connector’s name means all of its own')
      .addOption(new Option('--days <number>', 'days until it ends (default: 90)').argParser(wholeDays))
      .requiredOption('--reason <text>', 'why, for whoever decides, the ledger and reviews', reasonOf);
  const list = (name: string, summary: string) => withAccessOptions(command.command(name).description(summary));
  terms(add('request', 'ask the owners of a group for access of a client').argument('<group>', 'object id')).action(
    lazily(decisions, 'runRequest'),
  );
  list('groups', 'list groups with grants or requests').action(lazily(groups, 'runGroups'));
  list('group', 'show the grants and requests of a group')
    .argument('<group>', 'object id')
    .action(lazily(groups, 'runGroup'));
  list('requests', 'list requests of clients for groups').action(lazily(decisions, 'runRequests'));
  add('decline', 'decline a request')
    .argument('<request>', 'id of the request')
    .option('--answer <text>', 'a sentence for the developer')
    .action(lazily(decisions, 'runDecline'));
  add('withdraw', 'take a request back')
    .argument('<request>', 'id of the request')
    .action(lazily(decisions, 'runWithdraw'));
  add('confirm', 'let a grant go on that the access check suspended')
    .argument('<grant>', 'id of the grant')
    .action(lazily(decisions, 'runConfirm'));
  add('review', 'note that a grant is still needed; the next review is due in 90 days')
    .argument('<grant>', 'id of the grant')
    .action(lazily(decisions, 'runReview'));
  terms(add('propose', 'propose a grant for everybody, which another person approves')).action(
    lazily(decisions, 'runPropose'),
  );
  list('proposals', 'list proposals of the last 30 days').action(lazily(decisions, 'runProposals'));
  add('approve', 'approve somebody else’s proposal, which gives the grant')
    .argument('<proposal>', 'id of the proposal')
    .action(lazily(decisions, 'runApprove'));
  add('refuse', 'decline a proposal')
    .argument('<proposal>', 'id of the proposal')
    .option('--own', 'take the own proposal back')
    .action(lazily(decisions, 'runRefuse'));
};

/** Registers `graphveil grants …`: the endpoints and people that clients may read, and until when. */
export const register = (command: Command): void => {
  const add = (name: string, summary: string) => withAccessOptions(command.command(name).description(summary));
  const addChange = (name: string, summary: string) =>
    add(name, summary).argument('<client>', 'id or name').argument('<grant>', 'id of the grant');
  command.addHelpText('after', examples);
  add('give', 'let a client read endpoints, for everybody or for the members of a group')
    .argument('<client>', 'id or name')
    .requiredOption('--permission <name...>', 'what it may read; a connector’s name means all of its own')
    .option('--group <id>', 'object id of a group, whose members it may read about (default: everybody)')
    .addOption(
      new Option(
        '--days <number>',
        'days until it ends (default: 365, or clients.grantDays of the settings)',
      ).argParser(wholeDays),
    )
    .requiredOption('--reason <text>', 'why, for the ledger and for reviews', reasonOf)
    .action(lazily(load, 'runGive'));
  add('list', 'list grants').argument('[client]', 'id or name; all by default').action(lazily(load, 'runList'));
  addChange('end', 'end a grant with its tokens, at once').action(lazily(load, 'runEnd'));
  addChange('suspend', 'refuse calls of a grant until it is resumed').action(lazily(load, 'runSuspend'));
  addChange('resume', 'let a suspended grant go on').action(lazily(load, 'runResume'));
  addChange('regenerate', 'make a refresh token for a grant; the former one ends at once').action(
    lazily(load, 'runRegenerate'),
  );
  registerDecisions(command);
};

import { Command } from 'commander';
import type { Verb } from '../../access/index.ts';
import { pages } from '../../console/pages/index.ts';
import { verbList } from '../../console/verbs/index.ts';
import { commands } from '../commands.ts';

/** The command of each verb. Commands without a person, such as a check of the ledger’s chain, are verbs as well. */
const commandOf: Readonly<Partial<Record<Verb, string>>> = {
  'catalog.list': 'catalog list',
  'catalog.dictionary': 'catalog dictionary',
  'connector.list': 'connectors list',
  'connector.show': 'connectors show',
  'connector.check': 'connectors check',
  'connector.plan': 'connectors plan',
  'connector.change': 'connectors apply',
  'connector.pause': 'connectors pause',
  'connector.resume': 'connectors resume',
  'connector.plan-delete': 'connectors plan-delete',
  'connector.delete': 'connectors delete',
  'client.list': 'clients list',
  'client.show': 'clients show',
  'client.create': 'clients create',
  'client.change': 'clients change',
  'client.rotate': 'clients rotate',
  'client.end-secret': 'clients end-secret',
  'client.delete': 'clients delete',
  'request.list': 'grants requests',
  'request.create': 'grants request',
  'request.withdraw': 'grants withdraw',
  'request.decline': 'grants decline',
  'group.list': 'grants groups',
  'group.show': 'grants group',
  'grant.list': 'grants list',
  'grant.give': 'grants give',
  'grant.confirm': 'grants confirm',
  'grant.regenerate': 'grants regenerate',
  'grant.suspend': 'grants suspend',
  'grant.resume': 'grants resume',
  'grant.end': 'grants end',
  'grant.review': 'grants review',
  'claim.redeem': 'claim',
  'proposal.list': 'grants proposals',
  'proposal.create': 'grants propose',
  'proposal.approve': 'grants approve',
  'proposal.decline': 'grants refuse',
  'proposal.withdraw': 'grants refuse',
  'check.list': 'checks',
  'review.list': 'review list',
  'review.end': 'review end',
  'review.done': 'review done',
  'access-check.run': 'access-check run',
  'ledger.list': 'ledger list',
  'ledger.verify': 'ledger verify',
};

const nouns = new Set(Object.values(commandOf).map((command) => command.replace(/ .*$/, '')));

/** Commands of the command line about the console’s objects, with their subcommands: `clients rotate`. */
const onCommandLine = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { name, load } of commands.filter((entry) => nouns.has(entry.name))) {
    const command = new Command(name);
    (await load()).register(command);
    found.push(...(command.commands.length === 0 ? [name] : command.commands.map((each) => `${name} ${each.name()}`)));
  }
  return found;
};

it('does everything that a page does through the API, under the same verb', () => {
  const inApi = new Set(verbList.map(({ verb }) => verb));
  expect(pages.filter(({ verb }) => !inApi.has(verb)).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  expect(inApi.size).toBe(verbList.length);
  expect(new Set(verbList.map(({ api }) => `${api.method} ${api.path}`)).size).toBe(verbList.length);
});

it('does everything that the API does on the command line', async () => {
  const there = new Set(await onCommandLine());
  expect(verbList.map(({ verb }) => verb).filter((verb) => !there.has(commandOf[verb] ?? ''))).toEqual([]);
});

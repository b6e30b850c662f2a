import { type Command, InvalidArgumentError, Option } from 'commander';
import { highestEpoch } from '../../pseudonyms/index.ts';
import { lazily } from '../shared/lazily.ts';
import { withStoreOptions } from './store.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil keys init                          create a keyring in .graphveil/keyring.json
  graphveil keys init --own-domain contoso.onmicrosoft.com
                                               and give guests the pseudonyms of their home addresses
  graphveil keys rotate                        new encryption keys; pseudonyms stay the same
  graphveil keys backup --aws keyring.json     copy the keyring of a deployment; the copy holds no plain key
  graphveil keys list                          list every series and epoch; prints no key
  graphveil keys retire 1                      destroy the keys of epoch 1; its tokens can never be opened again
  graphveil keys init --aws                    create the keyring of a deployment, with keys from KMS
  graphveil keys rewrap --aws                  another KMS key, after aws.kmsKeys.rewrap is deployed
  graphveil keys import-psoxy --file k.json    keep the pseudonyms of a Psoxy deployment; reads PSOXY_SALT,
                                               PSOXY_ENCRYPTION_KEY and EMAIL_CANONICALIZATION

No command prints a key. Guide: docs/guides/rotate-keys.md`;

const epochNumber = (text: string, before: readonly number[] = []): readonly number[] => {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > highestEpoch) throw new InvalidArgumentError(`expected 1 to ${highestEpoch}`);
  return [...before, number];
};

const ownDomain = () =>
  new Option(
    '--own-domain <name>',
    'domain of the tenant; guest names in it (x_home.example#EXT#@…) get the pseudonym of x@home.example (may be repeated)',
  ).argParser((name: string, before: readonly string[] = []) => [...before, name]);

const plusTags = () =>
  new Option('--plus-tags <how>', 'drop: name+tag@domain gets the pseudonym of name@domain; keep: its own')
    .choices(['drop', 'keep'])
    .default('drop');

/** Registers `graphveil keys …`, which creates, changes and shows a keyring without ever printing a key. */
export const register = (command: Command): void => {
  const add = (name: string, summary: string) =>
    withStoreOptions(command.command(name).description(summary)).option('--json', 'print JSON');
  const addAsking = (name: string, summary: string) => add(name, summary).option('--yes', "don't ask for confirmation");

  command.addHelpText('after', examples);
  add('init', 'create a keyring; never overwrites an existing one')
    .addOption(plusTags())
    .addOption(ownDomain())
    .action(lazily(load, 'runInit'));
  add('rotate', 'add an epoch: new encryption keys, same pseudonyms').action(lazily(load, 'runRotate'));
  addAsking('new-series', 'start over with new pseudonyms, which join with no earlier data')
    .addOption(plusTags())
    .addOption(ownDomain())
    .action(lazily(load, 'runNewSeries'));
  addAsking('retire', 'destroy the keys of epochs that aren’t needed any more')
    .argument('<epoch...>', 'numbers of epochs', epochNumber)
    .action(lazily(load, 'runRetire'));
  add('list', 'show every series and epoch').action(lazily(load, 'runList'));
  add('status', "show the keyring's current epoch; exit code 1 if there is no keyring").action(
    lazily(load, 'runStatus'),
  );
  add('backup', 'copy the keyring to a file; never overwrites one')
    .argument('<file>', 'the copy')
    .action(lazily(load, 'runBackup'));
  addAsking('restore', 'put a copy of the keyring back')
    .argument('<file>', 'the copy')
    .action(lazily(load, 'runRestore'));
  add('rewrap', 'with --aws: protect the keyring with another KMS key; pseudonyms stay the same').action(
    lazily(load, 'runRewrap'),
  );
  add('import-psoxy', 'create a keyring from the salt and key of a Psoxy deployment').action(lazily(load, 'runImport'));
};

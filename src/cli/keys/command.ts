import { type Command, InvalidArgumentError, Option } from 'commander';
import { keyringFile } from '../../adapters/node/index.ts';
import { readPsoxyEnvironment } from '../../config/index.ts';
import type { KeyringStore } from '../../ports/index.ts';
import {
  highestEpoch,
  type KeyringDocument,
  KeyringError,
  type PlusTags,
  psoxySaltFingerprint,
} from '../../pseudonyms/index.ts';
import { describeKeyring, type SeriesSettings } from '../../pseudonyms/manage-keyring.ts';
import { CliError, cliError, exitCodes } from '../shared/exit.ts';
import { confirm, printJson, printOut, printRemark } from '../shared/terminal.ts';
import {
  type Agree,
  backUp,
  importFromPsoxy,
  init,
  presentKeyring,
  restore,
  retire,
  rewrap,
  rotate,
  startSeries,
} from './acts.ts';
import { listText, stateOf, stateText } from './show.ts';
import { chooseStore, type StoreOptions, withStoreOptions } from './store.ts';

type Options = StoreOptions & {
  readonly json?: true;
  readonly yes?: true;
  readonly plusTags: PlusTags;
  readonly ownDomain?: readonly string[];
};

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

const joinsEnd = 'every person gets a new pseudonym: data from now on joins with no earlier data, in any source';
const neverOpens = "tokens and links of these epochs can never be opened again, and their keys can't be restored";
const linksAlone = 'scheme psoxy keeps one encryption key forever; only the key of paging links has changed';
const copyIt = 'keep a copy in a safe place: without the keyring, its pseudonyms can be neither reproduced nor opened';
const keepItsKey =
  'the parameter is its only copy: run graphveil keys backup --aws; the keyring is useless without its KMS key, so keep protectKeyring on';
const adviseCopy = ({ aws }: Options): string => (aws === true ? keepItsKey : copyIt);

const rewrapNext =
  'functions use the new key within 10 minutes; then remove aws.kmsKeys.rewrap from the settings and deploy. Keep the ' +
  'former key as long as a copy of the keyring needs it, and make a new copy now: graphveil keys backup --aws';

const epochNumber = (text: string, before: readonly number[] = []): readonly number[] => {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > highestEpoch) throw new InvalidArgumentError(`expected 1 to ${highestEpoch}`);
  return [...before, number];
};

const isSystemError = (error: unknown): error is { readonly code: unknown; readonly message: unknown } =>
  typeof error === 'object' && error !== null && 'code' in error && 'message' in error;

/**
 * Runs an operation on the store that the options name. Reports a keyring error as a refusal, and a store error as an
 * external failure.
 */
const onStore = async <T>(options: Options, act: (store: KeyringStore) => Promise<T>): Promise<T> => {
  const store = await chooseStore(options);
  try {
    return await act(store);
  } catch (error) {
    if (error instanceof KeyringError) throw cliError('Keyring.Refused', { text: error.message });
    if (!(error instanceof CliError) && isSystemError(error))
      throw cliError('Keyring.StoreFailed', { place: store.place, reason: String(error.message) });
    throw error;
  }
};

const asking =
  (options: Options, consequence: string): Agree =>
  async () => {
    printRemark(`graphveil: ${consequence}`);
    if (options.yes || (await confirm('Continue?'))) return;
    throw cliError('Keyring.NotConfirmed');
  };

const printDone = (options: Options, store: KeyringStore, document: KeyringDocument, remarks: readonly string[]) => {
  if (options.json) printJson({ ...stateOf(store.place, document), remarks });
  else printOut([stateText(stateOf(store.place, document)), ...remarks.map((remark) => `\n${remark}`)].join('\n'));
};

const runInit = (options: Options) =>
  onStore(options, async (store) =>
    printDone(options, store, await init(store, settingsOf(options)), [adviseCopy(options)]),
  );

const runRotate = (options: Options) =>
  onStore(options, async (store) => {
    const document = await rotate(store);
    const psoxy = document.series.at(-1)?.scheme === 'psoxy';
    printDone(options, store, document, [
      psoxy ? linksAlone : 'pseudonyms stay the same; tokens of older epochs can still be opened',
    ]);
  });

const runNewSeries = (options: Options) =>
  onStore(options, async (store) => {
    const document = await startSeries(store, settingsOf(options), asking(options, joinsEnd));
    printDone(options, store, document, [joinsEnd]);
  });

const runRetire = (numbers: readonly number[], options: Options) =>
  onStore(options, async (store) => {
    const consequence = `retiring ${numbers.join(', ')}: ${neverOpens}`;
    const document = await retire(store, numbers, asking(options, consequence));
    printDone(options, store, document, ['older copies of the keyring still contain these keys']);
  });

const runList = (options: Options) =>
  onStore(options, async (store) => {
    const document = await presentKeyring(store);
    if (options.json) printJson({ place: store.place, ...describeKeyring(document) });
    else printOut(listText(document));
  });

const runStatus = (options: Options) =>
  onStore(options, async (store) => {
    const state = stateOf(store.place, await store.read());
    if (options.json) printJson(state);
    else printOut(stateText(state));
    if (!state.present) process.exitCode = exitCodes.no;
  });

const runRewrap = (options: Options) =>
  onStore(options, async (store) => {
    const { document, from, to, secrets } = await rewrap(store);
    const moved = `${secrets} secrets moved from ${from.join(', ')} to ${to.join(', ')}; nobody saw a plain key`;
    if (options.json) printJson({ ...stateOf(store.place, document), secrets, from, to });
    else
      printOut(
        [stateText(stateOf(store.place, document)), moved, rewrapNext]
          .map((part) => `${part}\n`)
          .join('\n')
          .trimEnd(),
      );
  });

const runImport = (options: Options) =>
  onStore(options, async (store) => {
    const environment = readPsoxyEnvironment();
    if (!environment.ok) throw cliError('Psoxy.Environment', { problems: environment.problems });
    const { secrets, canonicalizationAssumed } = environment;
    const document = await importFromPsoxy(store, secrets);
    printDone(options, store, document, [
      `salt fingerprint ${psoxySaltFingerprint(secrets.salt)}: compare it with the X-Psoxy-PII-Salt-Sha256 header of the deployment's replies`,
      ...(canonicalizationAssumed
        ? ["EMAIL_CANONICALIZATION isn't set, so the keyring uses STRICT; you can't change it later"]
        : []),
      adviseCopy(options),
    ]);
  });

const keyless = 'it holds no plain key: without the KMS key it opens nothing';

const runBackup = (path: string, options: Options) =>
  onStore(options, async (store) => {
    const document = await backUp(store, keyringFile(path));
    printDone(options, store, document, [
      `copied to ${path}; ${options.aws === true ? keyless : 'keep it as safe as the keyring itself'}`,
    ]);
  });

const runRestore = (path: string, options: Options) =>
  onStore(options, async (store) => {
    const consequence = `the keyring at ${store.place} differs from the copy; what was made with epochs that the copy lacks will never open again`;
    const document = await restore(store, keyringFile(path), asking(options, consequence));
    printDone(options, store, document, [`restored from ${path}; functions use it within 10 minutes`]);
  });

const settingsOf = ({ plusTags, ownDomain = [] }: Options): SeriesSettings => ({ plusTags, ownDomains: ownDomain });

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
    .action(runInit);
  add('rotate', 'add an epoch: new encryption keys, same pseudonyms').action(runRotate);
  addAsking('new-series', 'start over with new pseudonyms, which join with no earlier data')
    .addOption(plusTags())
    .addOption(ownDomain())
    .action(runNewSeries);
  addAsking('retire', 'destroy the keys of epochs that are no longer needed')
    .argument('<epoch...>', 'numbers of epochs', epochNumber)
    .action(runRetire);
  add('list', 'show every series and epoch').action(runList);
  add('status', "show the keyring's current epoch; exit code 1 if there is no keyring").action(runStatus);
  add('backup', 'copy the keyring to a file; never overwrites one').argument('<file>', 'the copy').action(runBackup);
  addAsking('restore', 'put a copy of the keyring back').argument('<file>', 'the copy').action(runRestore);
  add('rewrap', 'with --aws: protect the keyring with another KMS key; pseudonyms stay the same').action(runRewrap);
  add('import-psoxy', 'create a keyring from the salt and key of a Psoxy deployment').action(runImport);
};

import { type Command, InvalidArgumentError, Option } from 'commander';
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
import { type Agree, importFromPsoxy, init, presentKeyring, retire, rotate, startSeries } from './acts.ts';
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
  graphveil keys init                          make a keyring in .graphveil/keyring.json
  graphveil keys init --own-domain contoso.onmicrosoft.com
                                               and join guests with the addresses they have at home
  graphveil keys rotate                        new encryption keys; pseudonyms stay equal and join
  graphveil keys list                          every series and epoch, without a key
  graphveil keys retire 1                      destroy the keys of epoch 1; its tokens never open again
  graphveil keys init --aws                    the keyring of a deployment: KMS makes its keys
  graphveil keys import-psoxy --file k.json    keep a Psoxy deployment's pseudonyms; reads PSOXY_SALT,
                                               PSOXY_ENCRYPTION_KEY and EMAIL_CANONICALIZATION

No command prints a key. Guide: docs/guides/rotate-keys.md`;

const joinsEnd =
  'every person gets another pseudonym: nothing made from now on joins with anything made before, in any source';
const neverOpens = 'tokens and links of these epochs will never open again, and their keys cannot be brought back';
const linksAlone = 'scheme psoxy has one encryption key for good; only the key of paging links has changed';
const copyIt = 'keep a copy in a safe place: without it, no pseudonym of it can be made again or opened';
const keepItsKey =
  'the parameter is its only copy: back it up (docs/guides/rotate-keys.md); without its KMS key it opens nothing, so keep protectKeyring on';
const backUp = ({ aws }: Options): string => (aws === true ? keepItsKey : copyIt);

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
    if (options.yes || (await confirm('Go on?'))) return;
    throw cliError('Keyring.NotConfirmed');
  };

const printDone = (options: Options, store: KeyringStore, document: KeyringDocument, remarks: readonly string[]) => {
  if (options.json) printJson({ ...stateOf(store.place, document), remarks });
  else printOut([stateText(stateOf(store.place, document)), ...remarks.map((remark) => `\n${remark}`)].join('\n'));
};

const runInit = (options: Options) =>
  onStore(options, async (store) =>
    printDone(options, store, await init(store, settingsOf(options)), [backUp(options)]),
  );

const runRotate = (options: Options) =>
  onStore(options, async (store) => {
    const document = await rotate(store);
    const psoxy = document.series.at(-1)?.scheme === 'psoxy';
    printDone(options, store, document, [
      psoxy ? linksAlone : 'pseudonyms stay equal; tokens of older epochs still open',
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
    printDone(options, store, document, ['copies of the keyring made before still hold their keys']);
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

const runImport = (options: Options) =>
  onStore(options, async (store) => {
    const environment = readPsoxyEnvironment();
    if (!environment.ok) throw cliError('Psoxy.Environment', { problems: environment.problems });
    const { secrets, canonicalizationAssumed } = environment;
    const document = await importFromPsoxy(store, secrets);
    printDone(options, store, document, [
      `salt fingerprint ${psoxySaltFingerprint(secrets.salt)}: the deployment must reply the same in X-Psoxy-PII-Salt-Sha256`,
      ...(canonicalizationAssumed
        ? ['EMAIL_CANONICALIZATION was not set; STRICT is taken, and it cannot be changed later']
        : []),
      backUp(options),
    ]);
  });

const settingsOf = ({ plusTags, ownDomain = [] }: Options): SeriesSettings => ({ plusTags, ownDomains: ownDomain });

const ownDomain = () =>
  new Option(
    '--own-domain <name>',
    'a domain of the tenant, in which a guest’s name (x_home.example#EXT#@…) is read as x@home.example (may be repeated)',
  ).argParser((name: string, before: readonly string[] = []) => [...before, name]);

const plusTags = () =>
  new Option('--plus-tags <how>', 'whether name+tag@domain is the person name@domain')
    .choices(['drop', 'keep'])
    .default('drop');

/** Registers `graphveil keys …`, which creates, changes and shows a keyring without ever printing a key. */
export const register = (command: Command): void => {
  const add = (name: string, summary: string) =>
    withStoreOptions(command.command(name).description(summary)).option('--json', 'print JSON');
  const addAsking = (name: string, summary: string) => add(name, summary).option('--yes', 'do not ask');

  command.addHelpText('after', examples);
  add('init', 'make a keyring; an existing one is never overwritten')
    .addOption(plusTags())
    .addOption(ownDomain())
    .action(runInit);
  add('rotate', 'add an epoch: new encryption keys, equal pseudonyms').action(runRotate);
  addAsking('new-series', 'start over with other pseudonyms; all joins end')
    .addOption(plusTags())
    .addOption(ownDomain())
    .action(runNewSeries);
  addAsking('retire', 'destroy the keys of epochs that are no longer needed')
    .argument('<epoch...>', 'numbers of epochs', epochNumber)
    .action(runRetire);
  add('list', 'show every series and epoch').action(runList);
  add('status', 'show what the keyring does now; exit code 1 when there is none').action(runStatus);
  add('import-psoxy', 'make a keyring from the salt and key of a Psoxy deployment').action(runImport);
};

import { keyringFile } from '../../adapters/node/index.ts';
import { readPsoxyEnvironment } from '../../config/index.ts';
import type { KeyringStore } from '../../ports/index.ts';
import { type KeyringDocument, KeyringError, type PlusTags, psoxySaltFingerprint } from '../../pseudonyms/index.ts';
import { describeKeyring, type SeriesSettings } from '../../pseudonyms/manage-keyring.ts';
import { CliError, cliError, exitCodes } from '../shared/exit.ts';
import { listText, stateOf, stateText } from '../shared/show-keyring.ts';
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
import { chooseStore, type StoreOptions } from './store.ts';

type Options = StoreOptions & {
  readonly json?: true;
  readonly yes?: true;
  readonly plusTags: PlusTags;
  readonly ownDomain?: readonly string[];
};

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

export const runInit = (options: Options) =>
  onStore(options, async (store) =>
    printDone(options, store, await init(store, settingsOf(options)), [adviseCopy(options)]),
  );

export const runRotate = (options: Options) =>
  onStore(options, async (store) => {
    const document = await rotate(store);
    const psoxy = document.series.at(-1)?.scheme === 'psoxy';
    printDone(options, store, document, [
      psoxy ? linksAlone : 'pseudonyms stay the same; tokens of older epochs can still be opened',
    ]);
  });

export const runNewSeries = (options: Options) =>
  onStore(options, async (store) => {
    const document = await startSeries(store, settingsOf(options), asking(options, joinsEnd));
    printDone(options, store, document, [joinsEnd]);
  });

export const runRetire = (numbers: readonly number[], options: Options) =>
  onStore(options, async (store) => {
    const consequence = `retiring ${numbers.join(', ')}: ${neverOpens}`;
    const document = await retire(store, numbers, asking(options, consequence));
    printDone(options, store, document, ['older copies of the keyring still contain these keys']);
  });

export const runList = (options: Options) =>
  onStore(options, async (store) => {
    const document = await presentKeyring(store);
    if (options.json) printJson({ place: store.place, ...describeKeyring(document) });
    else printOut(listText(document));
  });

export const runStatus = (options: Options) =>
  onStore(options, async (store) => {
    const state = stateOf(store.place, await store.read());
    if (options.json) printJson(state);
    else printOut(stateText(state));
    if (!state.present) process.exitCode = exitCodes.no;
  });

export const runRewrap = (options: Options) =>
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

export const runImport = (options: Options) =>
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

export const runBackup = (path: string, options: Options) =>
  onStore(options, async (store) => {
    const document = await backUp(store, keyringFile(path));
    printDone(options, store, document, [
      `copied to ${path}; ${options.aws === true ? keyless : 'keep it as safe as the keyring itself'}`,
    ]);
  });

export const runRestore = (path: string, options: Options) =>
  onStore(options, async (store) => {
    const consequence = `the keyring at ${store.place} differs from the copy; tokens of epochs that the copy lacks will never open again`;
    const document = await restore(store, keyringFile(path), asking(options, consequence));
    printDone(options, store, document, [`restored from ${path}; functions use it within 10 minutes`]);
  });

const settingsOf = ({ plusTags, ownDomain = [] }: Options): SeriesSettings => ({ plusTags, ownDomains: ownDomain });

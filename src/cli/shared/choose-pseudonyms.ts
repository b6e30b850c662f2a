import type { Pseudonyms } from '../../pseudonyms/index.ts';
import { cliError } from './exit.ts';
import type { RuleOptions } from './rule-options.ts';
import { printRemark } from './terminal.ts';

const fromPsoxy = async (): Promise<Pseudonyms> => {
  const [{ readPsoxyEnvironment }, { psoxyKeyring }] = await Promise.all([
    import('../../config/index.ts'),
    import('../../pseudonyms/index.ts'),
  ]);
  const environment = readPsoxyEnvironment();
  if (!environment.ok) throw cliError('Psoxy.Environment', { problems: environment.problems });
  return psoxyKeyring(environment.secrets).pseudonyms;
};

const fromFile = async (path: string): Promise<Pseudonyms> => {
  const [{ openKeyringFile }, { KeyringError }] = await Promise.all([
    import('../../adapters/node/index.ts'),
    import('../../pseudonyms/index.ts'),
  ]);
  try {
    return (await openKeyringFile(path)).pseudonyms;
  } catch (error) {
    if (error instanceof KeyringError) throw cliError('Keyring.Refused', { text: error.message });
    throw error;
  }
};

const forThisRun = async (): Promise<Pseudonyms> => {
  const { ephemeralKeyring } = await import('../../adapters/memory/index.ts');
  printRemark('graphveil: without a keyring, pseudonyms are valid only for this run (use --keyring FILE to keep them)');
  return ephemeralKeyring().pseudonyms;
};

/** Returns the pseudonyms that the options select. */
export const choosePseudonyms = ({ scheme, keyring }: RuleOptions): Promise<Pseudonyms> => {
  if (scheme === 'psoxy') return fromPsoxy();
  return keyring === undefined ? forThisRun() : fromFile(keyring);
};

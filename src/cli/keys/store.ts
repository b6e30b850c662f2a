import type { Command } from 'commander';
import type { KeyringStore } from '../../ports/index.ts';
import { defaultSettingsFile } from '../shared/settings-option.ts';

/** Options that locate the keyring. */
export type StoreOptions = { readonly file: string; readonly aws?: true; readonly settings: string };

const defaultKeyringFile = '.graphveil/keyring.json';

/** Adds the options of `chooseStore` to a command. */
export const withStoreOptions = (command: Command): Command =>
  command
    .option('--file <path>', 'keyring file, readable only by its owner', defaultKeyringFile)
    .option('--aws', 'the keyring of a deployment, in SSM under KMS')
    .option('--settings <path>', 'with --aws: settings file of the deployment', defaultSettingsFile);

/** Returns the store that the options name. Loads its adapter, and no other. */
export const chooseStore = async (options: StoreOptions): Promise<KeyringStore> =>
  options.aws === true
    ? (await import('./aws-store.ts')).keyringStoreOf(options)
    : (await import('../../adapters/node/index.ts')).keyringFile(options.file);

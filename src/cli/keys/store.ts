import type { Command } from 'commander';
import { keyringFile } from '../../adapters/node/index.ts';
import type { KeyringStore } from '../../ports/index.ts';

/** Options that say where the keyring is kept. */
export type StoreOptions = { readonly file: string };

export const defaultKeyringFile = '.graphveil/keyring.json';

/** Adds the options of `chooseStore` to a command. */
export const withStoreOptions = (command: Command): Command =>
  command.option('--file <path>', 'keyring file, readable by its owner alone', defaultKeyringFile);

/** The store that the options name. */
export const chooseStore = async ({ file }: StoreOptions): Promise<KeyringStore> => keyringFile(file);

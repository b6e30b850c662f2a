import type { Command } from 'commander';
import { defaultSettingsFile } from './settings-option.ts';

/** Options that locate the store of clients and grants. */
export type AccessOptions = {
  /** Folder of a token service on this machine. */
  readonly folder: string;
  readonly aws?: true;
  /** Settings of a deployment. Without `aws` they choose only the connectors. */
  readonly settings?: string;
  readonly json?: true;
};

export const defaultAccessFolder = '.graphveil';

/** Adds the options of `openAccess` to a command. */
export const withAccessOptions = (command: Command): Command =>
  command
    .option('--folder <path>', 'folder of the store on this machine', defaultAccessFolder)
    .option('--aws', 'the store of a deployment, in DynamoDB')
    .option('--settings <path>', `settings file of the deployment (with --aws by default ${defaultSettingsFile})`)
    .option('--json', 'print JSON');

/** The settings file that the options name; undefined for every source of the project. */
export const settingsOf = ({ aws, settings }: AccessOptions): string | undefined =>
  settings ?? (aws === true ? defaultSettingsFile : undefined);

import { type Command, Option } from 'commander';

/** Options that select the deployment. */
export type SettingsOptions = { readonly settings: string };

export const defaultSettingsFile = 'graphveil.yaml';

/** Adds the option of `readSettings` to a command. */
export const withSettingsOption = (command: Command): Command =>
  command.option('--settings <path>', 'settings file of the deployment', defaultSettingsFile);

/** Adds `--outputs`, which names Terraform's outputs of a deployment behind an HTTP API. */
export const withOutputsOption = (command: Command): Command =>
  command.addOption(
    new Option('--outputs <file>', 'output of terraform output -json (may be repeated)')
      .argParser((path: string, before: readonly string[]) => [...before, path])
      .default([], 'none'),
  );

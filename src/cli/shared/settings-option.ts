import type { Command } from 'commander';

/** Options that select the deployment. */
export type SettingsOptions = { readonly settings: string };

export const defaultSettingsFile = 'graphveil.yaml';

/** Adds the option of `readSettings` to a command. */
export const withSettingsOption = (command: Command): Command =>
  command.option('--settings <path>', 'settings file of the deployment', defaultSettingsFile);

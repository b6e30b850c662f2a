import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadSettings, type Settings } from '../../config/index.ts';
import { type Diagnostic, formatDiagnostic, type Position } from '../../diagnostics/index.ts';
import { loadSources, type Source } from '../../sources/index.ts';
import type { YamlPath } from '../../yaml/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { cliError } from './exit.ts';
import type { SettingsOptions } from './settings-option.ts';
import { printRemark } from './terminal.ts';

export type ReadSettings = {
  readonly settings: Settings;
  readonly sources: readonly Source[];
  /** Folder of the settings file, which its relative paths refer to. */
  readonly folder: string;
  readonly warnings: readonly Diagnostic[];
  /** Position of a setting in the file. */
  readonly positionOf: (path: YamlPath) => Position;
};

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw cliError('Settings.Missing', { path });
  }
};

/** Reads the settings with their warnings. If the file has mistakes, returns all of them and no settings. */
export const tryReadSettings = (
  path: string,
): { readonly read?: ReadSettings; readonly problems: readonly Diagnostic[] } => {
  const { sources, diagnostics } = loadSources(rulesFolder);
  const { settings, problems, positionOf } = loadSettings(textOf(path), path, sources);
  const all = [...diagnostics, ...problems];
  if (settings === undefined || diagnostics.length > 0) return { problems: all };
  return { read: { settings, sources, folder: dirname(resolve(path)), warnings: problems, positionOf }, problems: all };
};

/** Reads the settings file. If it has mistakes, ends the command with all of them. Prints warnings to stderr. */
export const readSettings = ({ settings: path }: SettingsOptions): ReadSettings => {
  const { read, problems } = tryReadSettings(path);
  if (read === undefined) throw cliError('Settings.Invalid', { text: problems.map(formatDiagnostic).join('\n') });
  for (const warning of read.warnings) printRemark(formatDiagnostic(warning));
  return read;
};

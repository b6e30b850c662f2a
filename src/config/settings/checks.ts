import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Description } from '../../problems/diagnostics/index.ts';
import type { YamlPath } from '../../yaml/index.ts';
import type { SettingsFile } from './schema.ts';
import type { KnownSource } from './settings.ts';

/** A conflict between settings that are each valid by themselves. */
export type Finding = Description & {
  readonly path: YamlPath;
  readonly at?: 'key';
  readonly severity?: Diagnostic['severity'];
};

/** The input of a check. `trusted` is false for placeholders of values that couldn't be read. */
export type CheckInput = {
  readonly file: SettingsFile;
  readonly sources: readonly KnownSource[];
  /** The day in UTC, as 2026-11-29. */
  readonly today: string;
  readonly trusted: (path: YamlPath) => boolean;
};

export type Check = (input: CheckInput) => readonly Finding[];

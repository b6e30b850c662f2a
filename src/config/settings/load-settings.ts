import * as z from 'zod';
import { type Diagnostic, hasErrors, type Position, sortDiagnostics } from '../../diagnostics/index.ts';
import { readYamlText, type YamlPath, type YamlText } from '../../yaml/index.ts';
import { applicationChecks } from './check-applications.ts';
import { awsChecks } from './check-aws.ts';
import { placeholders } from './check-placeholders.ts';
import { quotaChecks } from './check-quotas.ts';
import { sourceChecks } from './check-sources.ts';
import type { Finding } from './checks.ts';
import { mend, withoutEmptyEntries } from './repair-settings.ts';
import { resolveSettings } from './resolve.ts';
import { type SettingsFile, settingsSchema } from './schema.ts';
import type { KnownSource, Settings } from './settings.ts';
import { shapeProblems } from './shape-problems.ts';

/** JSON Schema of the settings file, for editors. */
export const settingsJsonSchema = (): z.core.JSONSchema.BaseSchema => z.toJSONSchema(settingsSchema, { io: 'input' });

const checks = [...sourceChecks, ...applicationChecks, ...awsChecks, ...quotaChecks];

/** The only file in which placeholders may be, because it shows how a deployment is synthesized. */
const exampleFile = /(?:^|[\\/])graphveil\.example\.yaml$/;

const diagnostic = (finding: Finding, yaml: YamlText): Diagnostic => ({
  severity: finding.severity ?? 'error',
  code: finding.code,
  position: finding.at === 'key' ? yaml.keyPositionOf(finding.path) : yaml.positionOf(finding.path),
  message: finding.message,
  hint: finding.hint,
});

const startsWith = (path: YamlPath, start: YamlPath): boolean => start.every((step, depth) => path[depth] === step);

export type LoadedSettings = {
  /** Present if none of the problems is an error. */
  readonly settings?: Settings;
  readonly problems: readonly Diagnostic[];
  /** Position of a setting, for mistakes that are detected later. */
  readonly positionOf: (path: YamlPath) => Position;
};

/**
 * Reads a settings file. Reports all problems at once, both within and between values, each with its position. Returns
 * settings if none of the problems is an error.
 *
 * @param file path for positions
 * @param sources sources that may be deployed
 * @param today the day in UTC, for settings that end on a day
 */
export const loadSettings = (
  text: string,
  file: string,
  sources: readonly KnownSource[],
  today: string = new Date().toISOString().slice(0, 10),
): LoadedSettings => {
  const yaml = readYamlText(text, file);
  const { positionOf } = yaml;
  if (yaml.problems.length > 0) return { problems: yaml.problems, positionOf };

  const raw = withoutEmptyEntries(yaml.value);
  const first = settingsSchema.safeParse(raw);
  const issues = first.success ? [] : first.error.issues;
  const { value, replaced } = first.success ? { value: first.data, replaced: [] } : mend(raw, issues);
  const trusted = (path: YamlPath) => !replaced.some((start) => startsWith(path, start) || startsWith(start, path));

  const all = exampleFile.test(file) ? checks : [...checks, placeholders];
  const between = value === undefined ? [] : all.flatMap((check) => check({ file: value, sources, today, trusted }));
  const problems = sortDiagnostics([
    ...(issues.length === 0 ? [] : shapeProblems(issues, yaml, raw, settingsJsonSchema(), 'settings')),
    ...between.map((finding) => diagnostic(finding, yaml)),
  ]);
  if (value === undefined || hasErrors(problems)) return { problems, positionOf };
  return { settings: resolveSettings(value as SettingsFile, sources), problems, positionOf };
};

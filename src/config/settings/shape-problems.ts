import type { z } from 'zod';
import type { Diagnostic } from '../../diagnostics/index.ts';
import { describe } from '../../problems/diagnostics/index.ts';
import type { YamlPath, YamlText } from '../../yaml/index.ts';

type Issue = z.core.$ZodIssue;

const words: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

const setting = (path: YamlPath): string => (path.length === 0 ? 'the file' : path.map(String).join('.'));

const wrongType = (issue: Extract<Issue, { code: 'invalid_type' }>, missing: boolean): string =>
  `${words[issue.expected] ?? issue.expected}${!missing && issue.expected === 'string' ? ' (numbers need quotes here)' : ''}`;

const size = (issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string => {
  const least = issue.code === 'too_small';
  const limit = String(least ? issue.minimum : issue.maximum);
  const unit = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : '';
  return `${least ? (issue.inclusive === false ? 'more than' : 'at least') : 'at most'} ${limit}${unit}`;
};

const withoutExpected = (message: string): string => message.replace(/^expected /, '');

/** Returns the expectation of an issue, to follow the word "expected". */
const expectation = (issue: Issue, missing: boolean): string => {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, missing);
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
    case 'too_big':
      return issue.message.startsWith('expected') ? withoutExpected(issue.message) : size(issue);
    case 'invalid_key':
      return withoutExpected(issue.issues[0]?.message ?? 'another name');
    default:
      return withoutExpected(issue.message);
  }
};

/** Returns the schema's description of the setting at a path, for hints. */
const documented = (schema: z.core.JSONSchema.BaseSchema, path: YamlPath): string | undefined => {
  let here: z.core.JSONSchema.BaseSchema | undefined = schema;
  let text: string | undefined;
  for (const step of path) {
    const next: unknown =
      typeof step === 'number' ? here?.items : (here?.properties?.[String(step)] ?? here?.additionalProperties);
    here = typeof next === 'object' && next !== null ? (next as z.core.JSONSchema.BaseSchema) : undefined;
    text = here?.description ?? text;
  }
  return text;
};

const knownKeys = (schema: z.core.JSONSchema.BaseSchema, path: YamlPath): readonly string[] => {
  let here: z.core.JSONSchema.BaseSchema | undefined = schema;
  for (const step of path) {
    const next: unknown = here?.properties?.[String(step)] ?? here?.additionalProperties;
    here = typeof next === 'object' && next !== null ? (next as z.core.JSONSchema.BaseSchema) : undefined;
  }
  return Object.keys(here?.properties ?? {});
};

const isMissing = (value: unknown, path: YamlPath): boolean => {
  let here = value;
  for (const step of path) here = (here as Record<PropertyKey, unknown> | undefined)?.[step];
  return here === undefined;
};

/** Kinds of files with schemas, by the names in their codes. */
export type FileFamily = 'settings' | 'source' | 'privacy' | 'case' | 'cast';

/** Describes schema violations with their positions. Unknown keys come with the nearest known name. */
export const shapeProblems = (
  issues: readonly Issue[],
  yaml: YamlText,
  value: unknown,
  schema: z.core.JSONSchema.BaseSchema,
  family: FileFamily,
): readonly Diagnostic[] =>
  issues.flatMap((issue): readonly Diagnostic[] => {
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, issue.path);
      return issue.keys.map((key) => {
        const path = [...issue.path, key];
        const texts = describe(`${family}/unknown-key`, { path: setting(path), key, known });
        return { severity: 'error', position: yaml.keyPositionOf(path), ...texts };
      });
    }
    const missing = isMissing(value, issue.path);
    const texts = describe(`${family}/${missing ? 'missing' : 'invalid-value'}`, {
      path: setting(issue.path),
      expected: expectation(issue, missing),
      description: documented(schema, issue.path),
    });
    const position = issue.code === 'invalid_key' ? yaml.keyPositionOf(issue.path) : yaml.positionOf(issue.path);
    return [{ severity: 'error', position, ...texts }];
  });

import type { z } from 'zod';
import type { Diagnostic } from '../../diagnostics/index.ts';
import { nearest } from '../../diagnostics/index.ts';
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
  missing
    ? `missing, expected ${words[issue.expected] ?? issue.expected}`
    : `expected ${words[issue.expected] ?? issue.expected}${issue.expected === 'string' ? ' (numbers need quotes here)' : ''}`;

const size = (issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string => {
  const least = issue.code === 'too_small';
  const limit = String(least ? issue.minimum : issue.maximum);
  const unit = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : '';
  return `expected ${least ? (issue.inclusive === false ? 'more than' : 'at least') : 'at most'} ${limit}${unit}`;
};

const describe = (issue: Issue, missing: boolean): string => {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, missing);
    case 'invalid_value':
      return `${missing ? 'missing, ' : ''}expected one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
    case 'too_big':
      return issue.message.startsWith('expected') ? issue.message : size(issue);
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'expected another name';
    default:
      return issue.message;
  }
};

/** The description that the schema gives the setting at a path, printed as a hint. */
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

/** How a kind of file is spoken of: the family of its codes, what a key of it is called, where to look. */
export type FileWords = { readonly family: string; readonly key: string; readonly see: string };

const settingsWords: FileWords = { family: 'settings', key: 'a setting', see: 'see graphveil.example.yaml' };

/** What a file's shape gets wrong, each where it stands; unknown keys with the nearest known name. */
export const shapeProblems = (
  issues: readonly Issue[],
  yaml: YamlText,
  value: unknown,
  schema: z.core.JSONSchema.BaseSchema,
  { family, key: keyWord, see }: FileWords = settingsWords,
): readonly Diagnostic[] =>
  issues.flatMap((issue): readonly Diagnostic[] => {
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, issue.path);
      return issue.keys.map((key) => {
        const near = nearest(key, known);
        return {
          severity: 'error',
          code: `${family}/unknown-key`,
          position: yaml.keyPositionOf([...issue.path, key]),
          message: `${setting([...issue.path, key])} is not ${keyWord}`,
          hint: near === undefined ? `known here: ${known.join(', ')}` : `did you mean ${near}?`,
        };
      });
    }
    const missing = isMissing(value, issue.path);
    return [
      {
        severity: 'error',
        code: `${family}/${missing ? 'missing' : 'invalid-value'}`,
        position: issue.code === 'invalid_key' ? yaml.keyPositionOf(issue.path) : yaml.positionOf(issue.path),
        message: `${setting(issue.path)}: ${describe(issue, missing)}`,
        hint: documented(schema, issue.path) ?? see,
      },
    ];
  });

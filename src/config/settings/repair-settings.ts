import type { z } from 'zod';
import type { YamlPath } from '../../yaml/index.ts';
import { type SettingsFile, settingsSchema } from './schema.ts';

type Mapping = Record<PropertyKey, unknown>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Entries that are meaningful even without a value. */
const meaningful = (path: YamlPath): boolean =>
  (path.length === 2 && (path[0] === 'sources' || path[0] === 'callers')) ||
  ['sharedApplication', 'clients', 'console'].includes(path.join('.'));

/**
 * Removes keys without a value, except for a source, the shared application, clients and the console, for which they mean "with defaults".
 */
export const withoutEmptyEntries = (value: unknown, path: YamlPath = []): unknown => {
  if (value === null) return meaningful(path) || path.length === 0 ? {} : undefined;
  if (Array.isArray(value)) return value.map((item, index) => withoutEmptyEntries(item, [...path, index]));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, withoutEmptyEntries(item, [...path, key])] as const)
      .filter(([, item]) => item !== undefined),
  );
};

/** Placeholders for required settings that are missing or wrong, so that the others can still be compared. */
const standIns: Mapping = {
  environment: 'env',
  tenant: { id: '00000000-0000-0000-0000-000000000000' },
  aws: {
    account: '000000000000',
    region: 'eu-central-1',
    tokenIssuer: 'https://abc.tokens.sts.global.api.aws',
    keysRole: 'arn:aws:iam::000000000000:role/keys',
  },
  sources: {},
};

const remove = (root: Mapping, path: YamlPath): void => {
  const last = path.at(-1);
  let here: unknown = root;
  for (const step of path.slice(0, -1)) here = (here as Mapping | undefined)?.[step];
  if (last !== undefined && typeof here === 'object' && here !== null) delete (here as Mapping)[last];
};

const fill = (into: Mapping, from: Mapping): void => {
  for (const [key, value] of Object.entries(from)) {
    const there = into[key];
    if (isMapping(there) && isMapping(value)) fill(there, value);
    else if (there === undefined) into[key] = structuredClone(value);
  }
};

/** Removes a list with a wrong entry as a whole, so that the positions of other entries stay correct. */
const upToList = (path: YamlPath): YamlPath => {
  const list = path.findIndex((step) => typeof step === 'number');
  return list === -1 ? path : path.slice(0, list);
};

/**
 * Returns the settings without unreadable values: wrong ones are removed, required ones replaced by placeholders.
 * `value` is undefined if nothing can be recovered.
 */
export const mend = (
  raw: unknown,
  issues: readonly z.core.$ZodIssue[],
): { readonly value?: SettingsFile; readonly replaced: readonly YamlPath[] } => {
  const copy: unknown = structuredClone(raw);
  if (!isMapping(copy)) return { replaced: [] };
  const replaced = issues.flatMap((issue): readonly YamlPath[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => upToList([...issue.path, key]))
      : [upToList(issue.path)],
  );
  for (const path of replaced) remove(copy, path);
  fill(copy, standIns);
  const parsed = settingsSchema.safeParse(copy);
  return parsed.success ? { value: parsed.data, replaced } : { replaced };
};

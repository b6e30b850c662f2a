import { badRequest } from '../core/refusal.ts';
import { type Expansion, readExpand } from './expand.ts';

/** The query of a call, with lower-case names without `$`. */
export type QueryOptions = {
  readonly all: ReadonlyMap<string, string>;
  readonly select: readonly string[];
  readonly expand: readonly Expansion[];
  readonly top: number | undefined;
  readonly skip: number;
  readonly count: boolean;
  readonly filter: string | undefined;
  readonly orderBy: readonly { readonly path: string; readonly descending: boolean }[];
};

const known = new Set([
  'select',
  'expand',
  'top',
  'skip',
  'count',
  'filter',
  'orderby',
  'search',
  'format',
  'skiptoken',
  'deltatoken',
]);

const readWhole = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw badRequest(
      `Invalid value '${text}' for $${name} query option found. The $${name} query option requires a non-negative integer value.`,
    );
  return Number(text);
};

const list = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Parses query options as Graph does: the `$` is optional, names are case-insensitive, and each may occur once. */
export const readOptions = (query: URLSearchParams): QueryOptions => {
  const all = new Map<string, string>();
  for (const [raw, value] of query) {
    const name = raw.replace(/^\$/, '').toLowerCase();
    if (raw.startsWith('$') && !known.has(name)) throw badRequest(`The query parameter '${raw}' is not supported.`);
    if (all.has(name))
      throw badRequest(`Query option '${raw}' was specified more than once, but it must be specified at most once.`);
    all.set(name, value);
  }
  return {
    all,
    select: list(all.get('select')),
    expand: readExpand(all.get('expand') ?? ''),
    top: readWhole('top', all.get('top')),
    skip: readWhole('skip', all.get('skip')) ?? 0,
    count: all.get('count')?.toLowerCase() === 'true',
    filter: all.get('filter'),
    orderBy: list(all.get('orderby')).map((part) => {
      const [path = '', direction = 'asc'] = part.split(/\s+/);
      return { path, descending: direction.toLowerCase() === 'desc' };
    }),
  };
};

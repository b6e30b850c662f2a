/** One value of a response before and after the rules; `after` is undefined if it was dropped. */
export type ExcerptRow = {
  readonly path: string;
  readonly before: string;
  readonly after: string | undefined;
  readonly fate: 'kept' | 'changed' | 'gone';
};

/** Number of rows for each treatment in an excerpt, in the document's order. */
const shown = { changed: 4, gone: 4, kept: 3 } as const;

/**
 * Shows the treatment of a response's first entity in a few rows: values that became pseudonyms, dropped values, kept
 * values. Leaves out array indexes other than the first, which repeat it.
 */
export const excerpt = (before: unknown, after: unknown): readonly ExcerptRow[] => {
  const left = flatten(firstEntity(before));
  const right = flatten(firstEntity(after));
  const rows = [...left].map(([path, value]): ExcerptRow => {
    const other = right.get(path);
    const fate = other === undefined ? 'gone' : other === value ? 'kept' : 'changed';
    return { path, before: value, after: other, fate };
  });
  const added = [...right].filter(([path]) => !left.has(path));
  const digests = added.map(([path, value]): ExcerptRow => ({ path, before: '', after: value, fate: 'changed' }));
  return pick([...rows, ...digests].filter(({ before: value, after: other }) => value !== '' || other !== undefined));
};

const pick = (rows: readonly ExcerptRow[]): readonly ExcerptRow[] => {
  const left: Record<ExcerptRow['fate'], number> = { ...shown };
  return rows.filter(({ fate }) => {
    left[fate] -= 1;
    return left[fate] >= 0;
  });
};

const firstEntity = (document: unknown): unknown => {
  if (!isObject(document)) return document;
  const { value } = document;
  return Array.isArray(value) ? value[0] : document;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const flatten = (value: unknown, path = '', into = new Map<string, string>()): Map<string, string> => {
  if (Array.isArray(value)) {
    if (value.length > 0) flatten(value[0], `${path}[0]`, into);
  } else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) flatten(inner, path === '' ? name : `${path}.${name}`, into);
  } else if (value !== null && value !== undefined) {
    into.set(path, typeof value === 'string' ? JSON.stringify(value) : String(value));
  }
  return into;
};

/** Returns the rules' result for a response. */
export type Sanitize = (before: unknown) => unknown | Promise<unknown>;

type Path = readonly (string | number)[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const memberOf = (value: unknown, name: string | number): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string | number, unknown>>)[name] : undefined;

const at = (value: unknown, path: Path): unknown => path.reduce(memberOf, value);

/** Copies a document with another value at a path. */
const withValue = (document: unknown, [name, ...rest]: Path, value: unknown): unknown => {
  if (name === undefined) return value;
  const member = withValue(memberOf(document, name), rest, value);
  if (!Array.isArray(document)) return { ...(document as object), [name]: member };
  return document.map((item, index) => (index === name ? member : item));
};

/** A document with one item of a list, and the result for that item. */
type Single = { readonly document: unknown; readonly made: string | undefined };

const singleOf = async (document: unknown, path: Path, item: unknown, sanitize: Sanitize): Promise<Single> => {
  const alone = withValue(document, path, [item]);
  const made = at(await sanitize(alone), [...path, 0]);
  return { document: alone, made: made === undefined ? undefined : JSON.stringify(made) };
};

/** Finds the position of each single result in the complete result. Dropped items come last. */
const placesOf = (singles: readonly Single[], whole: unknown): readonly number[] => {
  const written = Array.isArray(whole) ? whole.map((item) => JSON.stringify(item)) : [];
  const taken = new Set<number>();
  return singles.map(({ made }) => {
    const place = written.findIndex((text, index) => text === made && !taken.has(index));
    taken.add(place);
    return place < 0 ? Number.POSITIVE_INFINITY : place;
  });
};

const alignList = async (
  document: unknown,
  path: Path,
  items: readonly unknown[],
  sanitize: Sanitize,
): Promise<unknown> => {
  const singles: Single[] = [];
  for (const item of items) singles.push(await singleOf(document, path, item, sanitize));
  const places = placesOf(singles, at(await sanitize(document), path));
  const aligned: { readonly place: number; readonly item: unknown }[] = [];
  for (const [index, single] of singles.entries()) {
    const inner = await alignAt(single.document, [...path, 0], sanitize);
    aligned.push({ place: places[index] ?? 0, item: at(inner, [...path, 0]) });
  }
  aligned.sort((a, b) => (a.place === b.place ? 0 : a.place - b.place));
  const ordered = aligned.map(({ item }) => item);
  return withValue(document, path, ordered);
};

const alignAt = async (document: unknown, path: Path, sanitize: Sanitize): Promise<unknown> => {
  const value = at(document, path);
  if (Array.isArray(value)) return alignList(document, path, value, sanitize);
  let aligned = document;
  if (isObject(value))
    for (const name of Object.keys(value)) aligned = await alignAt(aligned, [...path, name], sanitize);
  return aligned;
};

/**
 * Reorders the lists of a response into the order that the rules give them, so that both versions can be shown side by
 * side. Sanitizes each item by itself to find its counterpart instead of guessing from similar content.
 */
export const alignItems = (before: unknown, sanitize: Sanitize): Promise<unknown> => alignAt(before, [], sanitize);

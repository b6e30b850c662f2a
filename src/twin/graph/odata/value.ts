export type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns a property by name, ignoring case as Graph does in queries. */
export const property = (document: unknown, name: string): unknown => {
  if (!isObject(document)) return undefined;
  if (Object.hasOwn(document, name)) return document[name];
  const found = Object.keys(document).find((key) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : document[found];
};

/** The value at a path like `start/dateTime`. */
export const valueAt = (document: unknown, path: string): unknown =>
  path.split('/').reduce<unknown>((value, name) => property(value, name), document);

const instant = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Converts times to instants of any precision. A time without offset is UTC. */
const comparable = (value: unknown): string | number | boolean | null => {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  if (!instant.test(value)) return value.toLowerCase();
  return Date.parse(/T.*(Z|[+-]\d{2}:\d{2})$/.test(value) || !value.includes('T') ? value : `${value}Z`);
};

/**
 * Returns a negative number, zero or a positive number; undefined if the two aren't comparable. Text comparison ignores
 * case.
 */
export const compare = (left: unknown, right: unknown): number | undefined => {
  const [a, b] = [comparable(left), comparable(right)];
  if (a === null || b === null) return a === b ? 0 : undefined;
  if (typeof a !== typeof b) return undefined;
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

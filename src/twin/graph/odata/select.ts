import type { Json } from './value.ts';

/**
 * Returns the requested part of a document: the named properties, the default set, or everything. Always includes
 * `always` and the annotations of the included properties.
 */
export const project = (
  document: Json,
  select: readonly string[],
  defaults: readonly string[] | undefined,
  always: readonly string[],
): Json => {
  if (select.length === 0 && defaults === undefined) return document;
  const wanted = new Set(
    [...(select.length === 0 ? (defaults ?? []) : select), ...always].map((name) => name.toLowerCase()),
  );
  if (wanted.has('*')) return document;
  const kept = Object.entries(document).filter(([name]) =>
    wanted.has(name.toLowerCase().split('@')[0] || name.toLowerCase()),
  );
  return Object.fromEntries(kept);
};

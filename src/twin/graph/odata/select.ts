import type { Json } from './value.ts';

/**
 * What of a document is asked for: the named properties, or the default set, or all; `always` come in any case, and so do the
 * annotations that stand beside what is kept.
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

import type { Transform } from './transform.ts';

/** Every transform by its name, in the order of the reference. */
export const transforms: ReadonlyMap<string, Transform> = new Map(
  ([] as readonly Transform[]).map((transform) => [transform.name, transform]),
);

import { isObject, type JsonValue } from '../../json/index.ts';
import type { DroppedValue } from '../plan/index.ts';

/** True for an upstream item that the rules drop. */
export type IsDropped = (item: JsonValue) => boolean;

/** Compares the upstream item, because the deciding properties may be dropped themselves. All values must match. */
export const prepareDrop = (dropped: readonly DroppedValue[] = []): IsDropped => {
  if (dropped.length === 0) return () => false;
  return (item) => isObject(item) && dropped.every(({ property, value }) => item.get(property) === value);
};

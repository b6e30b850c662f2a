import type { JsonValue } from '../../json/index.ts';
import type { Place } from './select.ts';

/** A document while it is changed; the value itself may be replaced too. */
export type Draft = { value: JsonValue };

/** Undefined takes the value out. */
type Change = (value: JsonValue) => JsonValue | undefined;

/** Holds the place of an item that is taken out until all changes of a path are made, so that indexes stay right. */
const gap: JsonValue = new Map();

const changeItem = (array: JsonValue[], key: number, change: Change): void => {
  const value = array[key];
  if (value === undefined || value === gap) return;
  const changed = change(value);
  array[key] = changed === undefined ? gap : changed;
};

const changeMember = (object: Map<string, JsonValue>, key: string, change: Change): void => {
  const value = object.get(key);
  if (value === undefined) return;
  const changed = change(value);
  if (changed === undefined) object.delete(key);
  else object.set(key, changed);
};

/** Changes the values at all places, one after the other; one that is found twice is changed twice. */
export const changeAt = (draft: Draft, places: readonly Place[], change: Change): void => {
  const arrays = new Set<JsonValue[]>();
  for (const place of places) {
    if (place.in === 'document') draft.value = change(draft.value) ?? null;
    else if (place.in === 'object') changeMember(place.of, place.key, change);
    else {
      arrays.add(place.of);
      changeItem(place.of, place.key, change);
    }
  }
  for (const array of arrays) {
    const kept = array.filter((item) => item !== gap);
    array.length = 0;
    for (const item of kept) array.push(item);
  }
};

import { isArray, isObject, type JsonObject, type JsonValue } from '../../json/index.ts';
import { psoxyDigest } from '../../transforms/index.ts';
import type { AugmentPlan } from '../plan/index.ts';
import { preparePath } from './select.ts';
import { prepareInner } from './transform.ts';

/** Names that augments added, by object. Only these pass a filter that doesn't list them. */
export type Added = ReadonlyMap<JsonObject, ReadonlySet<string>>;

type Augment = (
  document: JsonValue,
  add: (object: Map<string, JsonValue>, name: string, value: JsonValue) => void,
) => void;

const prepareDigest = ({ inner, keywords }: AugmentPlan): ((text: string) => JsonValue | undefined) => {
  if (inner === undefined) return (text) => psoxyDigest(text, keywords);
  const digest = prepareInner(inner, keywords);
  return (text) => {
    const digested = digest(text);
    return digested?.reached === true ? digested.text : undefined;
  };
};

const prepareAugment = (plan: AugmentPlan): Augment => {
  const selects = plan.paths.map(preparePath);
  const digest = prepareDigest(plan);
  return (document, add) => {
    for (const select of selects)
      for (const place of select(document)) {
        if (place.in !== 'object') continue;
        const value = place.of.get(place.key);
        const digested = typeof value === 'string' ? digest(value) : undefined;
        if (digested !== undefined) add(place.of, `+${place.key}:textDigest`, digested);
      }
  };
};

const hasPlus = (value: JsonValue): boolean => {
  if (isArray(value)) return value.some(hasPlus);
  if (!isObject(value)) return false;
  for (const [name, member] of value) if (name.startsWith('+') || hasPlus(member)) return true;
  return false;
};

/** Runs all augments on a document, in place. Skips a document that already has a name with `+`, as Psoxy does. */
export const prepareAugments = (plans: readonly AugmentPlan[]): ((document: JsonValue) => Added) => {
  const augments = plans.map(prepareAugment);
  return (document) => {
    const added = new Map<JsonObject, Set<string>>();
    if (augments.length === 0 || hasPlus(document)) return added;
    for (const augment of augments)
      augment(document, (object, name, value) => {
        object.set(name, value);
        added.set(object, new Set([...(added.get(object) ?? []), name]));
      });
    return added;
  };
};

import { isNumber, isObject, type JsonValue } from '../../json/index.ts';
import type { Counts, RunContext } from '../../plan/index.ts';

/** Numbers of values so far that identify people or groups inside and outside of the population. */
export type Verdicts = { inside: number; outside: number };

/** The state of one walk over a response. */
export type Walk = {
  readonly tools: RunContext;
  readonly counts: Counts;
  /** Numbers of strings that lost their meaning, by the path of the property and the name of its format. */
  readonly unfit: Map<string, number>;
  /** Present if the caller is limited to a population. */
  readonly verdicts?: Verdicts;
  /** Set when a link can't be sealed; the response is then refused as a whole. */
  unsealed?: 'Graphveil.LinkUnmapped' | 'Graphveil.LinkTooLong';
};

/** The facts about a value's position that affect its allowed properties. */
export type Place = {
  /** True for an item that may carry `@removed`. */
  readonly removed: boolean;
  /** True for a list whose order the caller chose. */
  readonly ordered?: boolean;
  /** `@odata.type` of the object around a value, in the spelling of `typeKey`. */
  readonly type?: string;
  /** Of a caller that is limited to a population: whom the object around a value is about. */
  readonly about?: 'insider' | 'outsider';
};

export const anywhere: Place = { removed: false };

/** Builds the sanitized value; returns undefined to drop it. Never changes its input. */
export type Step = (value: JsonValue, walk: Walk, place: Place) => JsonValue | undefined;

/** Drops a value whose JSON type differs from the rule. */
export const wrongType = (walk: Walk): undefined => {
  walk.counts.wrongTypes += 1;
  return undefined;
};

/** A member of a response, with its name in OData's spelling. */
export type Member = { readonly name: string; readonly value: JsonValue };

const annotation = /^([^@]*)@(?:odata\.)?([a-z]+)$/i;

/** `replies@odata.NextLink` → `replies@nextlink`, `@odata.type` → `@type`; undefined for any other name. */
export const annotationKey = (name: string): string | undefined => {
  const [, property, term] = annotation.exec(name) ?? [];
  return property === undefined || term === undefined ? undefined : `${property}@${term.toLowerCase()}`;
};

/** Drops every value that the Plan doesn't name. */
export const dropUnknown = (name: string, walk: Walk): undefined => {
  walk.counts[name.includes('@') ? 'unknownAnnotations' : 'unknownProperties'] += 1;
  return undefined;
};

const unreadable = { ok: false, code: 'Graphveil.LinkUnmapped' } as const;

/**
 * Seals a paging or delta link into a link on the proxy. If no endpoint can follow it, returns undefined and refuses
 * the response.
 */
export const sealLink = (name: string, value: JsonValue, kind: 'page' | 'delta', walk: Walk): Member | undefined => {
  // Some services write an empty link on their last page.
  if (value === null || value === '') return undefined;
  const sealed = typeof value === 'string' ? walk.tools.seal({ url: value, kind }) : unreadable;
  if (sealed.ok) return { name, value: sealed.url };
  walk.unsealed ??= sealed.code;
  return undefined;
};

/** `@odata.count`: an integer or nothing. */
export const keepCount = (value: JsonValue, walk: Walk): Member | undefined => {
  if (isNumber(value) && /^[0-9]{1,15}$/.test(value.number)) return { name: '@odata.count', value };
  walk.counts.wrongTypes += 1;
  return undefined;
};

/** Keeps `@removed` with one of Graph's reasons. For any other reason, only shows that the item was removed. */
export const keepRemoved = (value: JsonValue): Member => {
  const reason = isObject(value) ? value.get('reason') : undefined;
  const known = reason === 'changed' || reason === 'deleted';
  return { name: '@removed', value: new Map(known ? [['reason', reason]] : []) };
};

/** Normalizes a type name: `#microsoft.graph.user` and `microsoft.graph.user` are equal in any letter case. */
export const typeKey = (name: string): string => name.replace(/^#/, '').toLowerCase();

/** Returns the `@odata.type` of an object as a key. */
export const typeOf = (object: ReadonlyMap<string, JsonValue>): string | undefined => {
  for (const [name, value] of object) {
    if (annotationKey(name) === '@type' && typeof value === 'string') return typeKey(value);
  }
  return undefined;
};

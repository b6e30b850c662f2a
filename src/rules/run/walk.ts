import { isNumber, isObject, type JsonValue } from '../../json/index.ts';
import type { Counts, RunContext } from '../../plan/index.ts';

/** One walk over one answer. */
export type Walk = {
  readonly tools: RunContext;
  readonly counts: Counts;
  /** Set when a link can't be sealed; the answer is then refused whole. */
  unsealed?: 'Graphveil.LinkUnmapped' | 'Graphveil.LinkTooLong';
};

/** The place of a value, as far as it changes the properties that the value may have. */
export type Place = {
  /** An item that may carry `@removed`. */
  readonly removed: boolean;
  /** A list whose order the caller chose. */
  readonly ordered?: boolean;
  /** `@odata.type` of the object around a value, in the spelling of `typeKey`. */
  readonly type?: string;
};

export const anywhere: Place = { removed: false };

/** Builds the sanitized value of a place in the answer; undefined where it is dropped. Never changes its input. */
export type Step = (value: JsonValue, walk: Walk, place: Place) => JsonValue | undefined;

/** Drops a value of another JSON type than the rules name. */
export const wrongType = (walk: Walk): undefined => {
  walk.counts.wrongTypes += 1;
  return undefined;
};

/** A member of an answer with a name that is spelled as OData spells it. */
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

/** A paging or delta link as a link on the proxy; undefined, and the answer refused, where no endpoint can follow it. */
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

/** `@removed` with one of Graph's reasons; that the item was removed shows even where the reason is another. */
export const keepRemoved = (value: JsonValue): Member => {
  const reason = isObject(value) ? value.get('reason') : undefined;
  const known = reason === 'changed' || reason === 'deleted';
  return { name: '@removed', value: new Map(known ? [['reason', reason]] : []) };
};

/** `#microsoft.graph.user` and `microsoft.graph.user` in any letter case are one name. */
export const typeKey = (name: string): string => name.replace(/^#/, '').toLowerCase();

/** The `@odata.type` of an object as a key. */
export const typeOf = (object: ReadonlyMap<string, JsonValue>): string | undefined => {
  for (const [name, value] of object) {
    if (annotationKey(name) === '@type' && typeof value === 'string') return typeKey(value);
  }
  return undefined;
};

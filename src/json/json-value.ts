/**
 * A JSON value that loses nothing: numbers keep the text they were written in (integers beyond 2^53, `1.10`), objects
 * are Maps, so that order holds for every name and no name (`__proto__`) is special.
 */
export type JsonValue = null | boolean | string | JsonNumber | JsonArray | JsonObject;

/** A number as its text. */
export type JsonNumber = { readonly number: string };

export type JsonArray = readonly JsonValue[];

export type JsonObject = ReadonlyMap<string, JsonValue>;

/** Narrow a value by its JSON type. */
export const isObject = (value: JsonValue | undefined): value is JsonObject => value instanceof Map;

export const isArray = (value: JsonValue | undefined): value is JsonArray => Array.isArray(value);

export const isNumber = (value: JsonValue | undefined): value is JsonNumber =>
  typeof value === 'object' && value !== null && 'number' in value;

/** The JSON value of plain data (what `JSON.parse` gives); undefined members are left out. */
export const fromPlain = (plain: unknown): JsonValue => {
  if (typeof plain === 'number') return { number: String(plain) };
  if (Array.isArray(plain)) return plain.map(fromPlain);
  if (typeof plain === 'object' && plain !== null) {
    const members = Object.entries(plain).filter(([, member]) => member !== undefined);
    return new Map(members.map(([name, member]) => [name, fromPlain(member)]));
  }
  return typeof plain === 'string' || typeof plain === 'boolean' ? plain : null;
};

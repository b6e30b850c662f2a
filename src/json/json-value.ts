/**
 * A lossless JSON value: numbers keep their original text (integers beyond 2^53, `1.10`); objects are Maps, so that all
 * names keep their order and none (`__proto__`) is special.
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

/** Converts plain data (such as the result of `JSON.parse`) to a JSON value, without undefined members. */
export const fromPlain = (plain: unknown): JsonValue => {
  if (typeof plain === 'number') return { number: String(plain) };
  if (Array.isArray(plain)) return plain.map(fromPlain);
  if (typeof plain === 'object' && plain !== null) {
    const members = Object.entries(plain).filter(([, member]) => member !== undefined);
    return new Map(members.map(([name, member]) => [name, fromPlain(member)]));
  }
  return typeof plain === 'string' || typeof plain === 'boolean' ? plain : null;
};

const needsEscape = /["\\\x00-\x1f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const escapable = new RegExp(needsEscape, 'g');
const short = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
]);

const escaped = (character: string): string =>
  short.get(character) ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Prints a JSON string with only the required escapes. Writes a lone surrogate as `\uD83D`. */
export const printText = (text: string): string =>
  `"${needsEscape.test(text) ? text.replaceAll(escapable, escaped) : text}"`;

/** Prints compact JSON. `printNumber` may change the notation of numbers. */
export const printJson = (value: JsonValue, printNumber: (text: string) => string = (text) => text): string => {
  if (typeof value === 'string') return printText(value);
  if (isNumber(value)) return printNumber(value.number);
  if (isArray(value)) return `[${value.map((item) => printJson(item, printNumber)).join(',')}]`;
  if (!isObject(value)) return String(value);
  const members: string[] = [];
  for (const [name, member] of value) members.push(`${printText(name)}:${printJson(member, printNumber)}`);
  return `{${members.join(',')}}`;
};

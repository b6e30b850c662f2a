import { isArray, isNumber, isObject, type JsonValue } from './json-value.ts';

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

/** A JSON string: escapes what must be escaped and nothing else; a lone surrogate is written as `\uD83D`. */
export const printText = (text: string): string =>
  `"${needsEscape.test(text) ? text.replaceAll(escapable, escaped) : text}"`;

/** Compact JSON text; `printNumber` may write numbers otherwise than they were read. */
export const printJson = (value: JsonValue, printNumber: (text: string) => string = (text) => text): string => {
  if (typeof value === 'string') return printText(value);
  if (isNumber(value)) return printNumber(value.number);
  if (isArray(value)) return `[${value.map((item) => printJson(item, printNumber)).join(',')}]`;
  if (!isObject(value)) return String(value);
  const members: string[] = [];
  for (const [name, member] of value) members.push(`${printText(name)}:${printJson(member, printNumber)}`);
  return `{${members.join(',')}}`;
};

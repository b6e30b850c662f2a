import { type JsonValue, parseJson } from '../../../json/index.ts';
import type { DroppedValue } from '../../plan/index.ts';
import { typeKey } from '../walk.ts';
import { firstMember, type Input, leave, nextMember, skipScalar, skipText, skipValue, textBetween } from './input.ts';
import { type Name, type Names, readName } from './names.ts';

const [quote, openBrace, closeBrace, letterT, letterF] = [34, 123, 125, 116, 102];

/** The name of a property that makes an item an error. */
export const errorName = 'error';

const readText = (input: Input): string => {
  const from = input.at + 1;
  const escaped = skipText(input);
  return textBetween(input, from, input.at - 1, escaped);
};

/** Reads a value as the reference walk receives it. */
export const readValue = (input: Input, depth: number): JsonValue => {
  const from = input.at;
  skipValue(input, depth);
  const value = parseJson(textBetween(input, from, input.at, false));
  return value === undefined ? leave() : value;
};

/**
 * Calls `visit` at the value of each member of the object at the cursor while it returns true. Doesn't move the cursor.
 */
const visitMembers = (input: Input, depth: number, names: Names, visit: (name: Name) => boolean): void => {
  const start = input.at;
  let name: Name | undefined;
  for (let more = firstMember(input, closeBrace); more; more = nextMember(input, closeBrace)) {
    name = readName(names, input, name);
    const value = input.at;
    if (!visit(name)) break;
    input.at = value;
    skipValue(input, depth + 1);
  }
  input.at = start;
};

/** Returns the `@odata.type` of the object at the cursor, as a key. */
export const typeAhead = (input: Input, depth: number, names: Names): string | undefined => {
  let type: string | undefined;
  visitMembers(input, depth, names, ({ key }) => {
    if (key === '@type' && input.bytes[input.at] === quote) type = typeKey(readText(input));
    return type === undefined;
  });
  return type;
};

const equals = (input: Input, value: string | boolean): boolean => {
  const from = input.at;
  const first = input.bytes[from];
  if (typeof value === 'string') return first === quote && readText(input) === value;
  if (first !== letterT && first !== letterF) return false;
  skipScalar(input);
  return textBetween(input, from, input.at, false) === String(value);
};

/** True if the rules drop the object at the cursor. */
export const isDroppedAhead = (input: Input, depth: number, names: Names, values: readonly DroppedValue[]): boolean => {
  if (input.bytes[input.at] !== openBrace) return false;
  let found = 0;
  let differs = false;
  visitMembers(input, depth, names, ({ text }) => {
    // An error takes precedence over dropping.
    if (text === errorName) leave();
    for (const [index, { property, value }] of values.entries()) {
      if (property !== text) continue;
      // Of a duplicate name, the last one would count.
      if ((found & (1 << index)) !== 0) leave();
      found |= 1 << index;
      differs ||= !equals(input, value);
    }
    return !differs;
  });
  return !differs && found === 2 ** values.length - 1;
};

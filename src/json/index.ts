/** Lossless JSON: numbers keep their text, objects keep their order, and no property name is special. */
export {
  fromPlain,
  isArray,
  isNumber,
  isObject,
  type JsonArray,
  type JsonNumber,
  type JsonObject,
  type JsonValue,
  printJson,
  printText,
} from './json-value.ts';
export { decodeUtf8, parseJson, parseJsonSequence } from './parse-json.ts';
export { parsedMemory } from './parsed-memory.ts';

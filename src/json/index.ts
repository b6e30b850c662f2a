/** JSON without loss: numbers keep their text, objects their order, and no name is special. */
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

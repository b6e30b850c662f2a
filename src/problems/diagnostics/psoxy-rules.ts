import { entry } from './entry.ts';
import { suggest } from './nearest.ts';

type Names = { readonly name: string; readonly known: readonly string[] };

const ignored: Readonly<Record<string, string>> = {
  allowedRequestHeadersToForward: 'allowedRequestHeaders applies',
  jsonPathToProcessWhenEscaped: "isJsonEscaped isn't true",
  fields: 'jsonPaths applies',
  onlyIfRegex: 'every value at the paths is pseudonymized',
  outputSchema: 'digests have one shape only',
};

/** Rule files of Psoxy's form. */
export const psoxyRulesEntries = {
  'rules/type': entry<{ readonly expected: string; readonly got: string }>({
    message: ({ expected, got }) => `value is wrong, expected ${expected}, got ${got}`,
    hint: ({ expected }) => `write ${expected}`,
    example: { expected: 'a list', got: 'text' },
  }),
  'rules/method-missing': {
    message: 'transform has no method',
    hint: 'begin with !<redact>, or add method: redact',
  },
  'rules/no-endpoints': { message: 'file has no endpoint', hint: 'list at least one under endpoints:' },
  'rules/path-missing': { message: 'endpoint has no path', hint: 'add pathTemplate or pathRegex' },
  'rules/path-template': {
    message: 'path parameter has an invalid name, expected letters and digits',
    hint: 'write {userId}, or {userId?} if it may be empty; use each name once',
  },
  'rules/path-template:slash': {
    message: "path template doesn't begin with a slash, so no path matches it",
    hint: 'begin with /',
  },
  'rules/unknown-parameter': entry<{ readonly known: readonly string[] }>({
    message: 'path has no parameter of this name, so no call matches the template',
    hint: ({ known }) => `use one of ${known.join(', ') || 'the template’s parameters'}`,
    example: { known: ['userId'] },
  }),
  'rules/no-effect': entry<{ readonly key: string }>({
    message: ({ key }) => `${key} has no effect, ${ignored[key] ?? 'it is ignored'}`,
    hint: 'remove it',
    example: { key: 'fields' },
  }),
  'rules/no-effect:method': entry<Names>({
    message: ({ name }) => `no request has the method ${name}`,
    hint: ({ name, known }) => suggest(name.toUpperCase(), known, 'remove it'),
    example: { name: 'GTE', known: ['GET'] },
  }),
  'rules/no-effect:paths': { message: 'transform has no path, so it changes nothing', hint: 'add jsonPaths' },
  'rules/request-body': {
    message: "requestBody isn't supported, request bodies are never passed on",
    hint: 'remove the endpoint; Graphveil only reads',
  },
  'rules/allow-all': {
    message: 'allowAllEndpoints would allow every call',
    hint: 'list the endpoints that are needed',
  },
  'rules/overlay': {
    message: 'variants and extras require rules of our own form',
    hint: 'write the rules in that form, or keep two files',
  },
  'rules/parameter-schema': entry<{ readonly what: string; readonly known: readonly string[] }>({
    message: ({ what }) => `${what} isn't supported here`,
    hint: ({ known }) => `use one of ${known.join(', ')}`,
    example: { what: 'format', known: ['pseudonym'] },
  }),
  'rules/response-schema': entry<{ readonly known: readonly string[] }>({
    message: "type isn't a type of JSON",
    hint: ({ known }) => `use one of ${known.join(', ')}`,
    example: { known: ['object', 'array'] },
  }),
  'rules/response-schema:items': {
    message: 'array has no items, so nothing of it is kept',
    hint: 'add items',
  },
  'rules/response-schema:untyped': entry<{ readonly type: 'array' | 'object' }>({
    message: 'schema has no type, so objects and arrays become null here',
    hint: ({ type }) => `add type: ${type}`,
    example: { type: 'object' },
  }),
  'rules/unknown-definition': entry<Names>({
    message: 'definition is unknown at the top of the file',
    hint: ({ name, known }) => suggest(name, known, 'write #/definitions/<name>, with a name of this file'),
    example: { name: 'usr', known: ['user'] },
  }),
  'rules/endless-definition': {
    message: 'definition refers to itself only',
    hint: 'give it a type',
  },
  'rules/condition-definite': {
    message: 'condition is a path to one place, expected a path that may find several values',
    hint: "write $..name, or a filter such as $..[?(@.name == 'value')]",
  },
  'rules/option-missing:inner': {
    message: 'isJsonEscaped requires a path',
    hint: 'add jsonPathToProcessWhenEscaped',
  },
  'rules/sentence-metadata': {
    message: "sentenceMetadata requires a language model, which Graphveil doesn't have",
    hint: 'use textDigest, or remove it',
  },
} as const;

import { entry } from './entry.ts';
import { nearest, suggest } from './nearest.ts';

type Name = { readonly name: string };
type Known = Name & { readonly known: readonly string[] };

const things = { array: 'a list', object: 'an object', text: 'a text', number: 'a number', boolean: 'a boolean' };

/** Response rules of our own form, checked against Microsoft's types. */
export const rulesResponseEntries = {
  'rules/entity': {
    message: 'entity requires a path that begins with /v1.0 or /beta',
    hint: 'remove it, or correct the path',
  },
  'rules/unknown-entity': entry<Known>({
    message: ({ name }) => `Microsoft Graph has no type ${name}`,
    hint: ({ name, known }) => suggestType(name, known),
    example: { name: 'evnt', known: ['event'] },
  }),
  'rules/unknown-property': entry<Known & { readonly type: string }>({
    message: ({ type, name }) => `Microsoft's type ${type} has no property ${name}`,
    hint: ({ name, known }) => suggest(name, known, 'remove it, or list it under undeclared with a reason'),
    example: { type: 'user', name: 'displayNam', known: ['displayName'] },
  }),
  'rules/undeclared': entry<{ readonly type: string; readonly property: string }>({
    message: ({ type, property }) => `Microsoft declares ${type}.${property} now`,
    hint: 'remove it here',
    example: { type: 'user', property: 'mail' },
  }),
  'rules/shape': { message: 'response is an object', hint: 'name its properties, or add collection: true' },
  'rules/shape:list': entry<Name>({
    message: ({ name }) => `${name} is a list`,
    hint: 'write one item: - …',
    example: { name: 'event.attendees' },
  }),
  'rules/shape:keep-list': entry<Name>({
    message: ({ name }) => `${name} is a list`,
    hint: 'write [keep]',
    example: { name: 'user.businessPhones' },
  }),
  'rules/shape:not-list': entry<Name>({
    message: ({ name }) => `${name} isn't a list`,
    hint: 'write its rule without the dash or brackets',
    example: { name: 'event.start' },
  }),
  'rules/shape:not-object': entry<Name>({
    message: ({ name }) => `${name} isn't an object`,
    hint: 'write keep or a transform',
    example: { name: 'user.mail' },
  }),
  'rules/shape:keep-object': entry<Name>({
    message: ({ name }) => `${name} is an object`,
    hint: 'name its properties, or write keep-all',
    example: { name: 'event.start' },
  }),
  'rules/shape:transform': entry<Name & { readonly transform: string; readonly kind: keyof typeof things }>({
    message: ({ name, transform, kind }) => `${name} is ${things[kind]}, which ${transform} doesn't accept`,
    hint: ({ transform, kind }) => {
      if (kind === 'array') return `write a list: - !<${transform}> { … }`;
      return kind === 'object' ? 'name its properties' : 'use another transform';
    },
    example: { name: 'event.attendees', transform: 'pseudonymize', kind: 'array' },
  }),
  'rules/shape:type': {
    message: '@odata.type has a rule other than keep',
    hint: 'write "@odata.type": keep',
  },
  'rules/shape:type-unknown': {
    message: '@odata.type has no known types here',
    hint: 'name the entity of the endpoint, or remove @odata.type',
  },
  'rules/shape:annotation': entry<Name>({
    message: ({ name }) => `${name} is an annotation, which rules don't name`,
    hint: 'remove it; links, counts and removals come with collection',
    example: { name: '@odata.nextLink' },
  }),
  'rules/by-type': entry<Known & { readonly type: string }>({
    message: ({ name, type }) => `type ${name} can't occur where ${type} is`,
    hint: ({ name, known }) => suggest(name, known, `use one of ${known.join(', ')}`),
    example: { name: 'event', type: 'directoryObject', known: ['user', 'group'] },
  }),
  'rules/by-type:nested': {
    message: '$byType refers to another $byType',
    hint: 'name the kept properties of the type',
  },
  'rules/keep-format': entry<Name>({
    message: ({ name }) => `${name} has no known format, so a string there is dropped`,
    hint: 'add a format, a pattern, values or a reason: !<keep> { reason: … }',
    example: { name: 'user.displayName' },
  }),
  'rules/keep-format:words': entry<Name>({
    message: ({ name }) => `${name} has no known words`,
    hint: 'write !<keep> { values: [ … ] }',
    example: { name: 'event.importance' },
  }),
  'rules/keep-all': entry<Name>({
    message: ({ name }) => `keep-all would keep ${name}, a string without a known format`,
    hint: 'name the properties instead',
    example: { name: 'user.displayName' },
  }),
  'rules/keep-all:open': entry<{ readonly type: string }>({
    message: ({ type }) => `keep-all can't list the properties of ${type}, which is an open type`,
    hint: 'name the properties instead',
    example: { type: 'extension' },
  }),
  'rules/keep-all:unknown': {
    message: "keep-all requires Microsoft's type, which isn't known here",
    hint: 'name the entity of the endpoint, or the properties',
  },
} as const;

/** Types outside of Graph's main namespace include their namespace: `callRecord` is `callRecords.callRecord`. */
export const nearestType = (name: string, known: readonly string[]): string | undefined =>
  known.find((each) => each.toLowerCase().endsWith(`.${name.toLowerCase()}`)) ?? nearest(name, known);

const suggestType = (name: string, known: readonly string[]): string => {
  const near = nearestType(name, known);
  return near === undefined ? 'write its name as Graph does, without microsoft.graph.' : `did you mean ${near}?`;
};

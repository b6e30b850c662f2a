import { entry } from './entry.ts';
import { suggest } from './nearest.ts';

type Path = { readonly path: string };
type Value = { readonly property: string; readonly value: string | boolean };

/** Order and items of lists in rules of our own form. */
export const rulesListEntries = {
  'rules/order': entry<{ readonly written: string }>({
    message: ({ written }) => `order is invalid, expected a property, got ${written}`,
    hint: 'write the path of a kept time, with desc after it for the latest first: receivedDateTime desc',
    example: { written: 'start, end' },
  }),
  'rules/order:not-kept': entry<Path & { readonly name: string; readonly known: readonly string[] }>({
    message: ({ path }) => `items keep no ${path}`,
    hint: ({ name, known }) => suggest(name, known, 'keep the property, or remove order'),
    example: { path: 'receivedDateTim', name: 'receivedDateTim', known: ['receivedDateTime'] },
  }),
  'rules/order:not-time': entry<Path>({
    message: ({ path }) => `order by ${path} shows more than the reply, expected a time that is kept as it is`,
    hint: 'name a date and time with the rule keep, or remove order',
    example: { path: 'createdDateTime' },
  }),
  'rules/order:entity': { message: 'order requires a list', hint: 'remove order, or add collection: true' },
  'rules/order:misplaced': {
    message: '$order is outside of an item of a list',
    hint: 'move it to the item, or write order beside response',
  },
  'rules/drop-items': entry<{ readonly type: string; readonly property: string; readonly known: readonly string[] }>({
    message: ({ type, property }) => `Microsoft's type ${type} has no property ${property} to drop items by`,
    hint: ({ property, known }) => suggest(property, known, 'name a property of the items'),
    example: { type: 'message', property: 'isDrafft', known: ['isDraft'] },
  }),
  'rules/drop-items:type': entry<Value & { readonly expected: string }>({
    message: ({ property, expected, value }) => `${property} has the wrong value, expected ${expected}, got ${value}`,
    hint: ({ expected }) => `write ${expected}`,
    example: { property: 'isDraft', expected: 'true or false', value: 'yes' },
  }),
  'rules/drop-items:structure': entry<{ readonly property: string }>({
    message: ({ property }) => `${property} holds no single text, true or false`,
    hint: 'name another property',
    example: { property: 'toRecipients' },
  }),
  'rules/drop-items:member': entry<Value & { readonly known: readonly string[] }>({
    message: ({ property, value }) => `${property} never is ${value}`,
    hint: ({ value, known }) => suggest(String(value), known, `use one of ${known.join(', ')}`),
    example: { property: 'importance', value: 'hihg', known: ['high'] },
  }),
  'rules/drop-items:select': entry<{ readonly properties: readonly string[] }>({
    message: ({ properties }) => `$select leaves out ${properties.join(', ')}, by which items are dropped`,
    hint: 'add it to each text, or write properties: kept',
    example: { properties: ['isDraft'] },
  }),
} as const;

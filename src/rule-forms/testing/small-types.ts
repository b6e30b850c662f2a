import type { GraphType, PrivacyTable, TypeIndex } from '../../graph-types/index.ts';

const bare = <T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null), entries);

/** `string`, `string[]`, `>directoryObject[]`: a list has brackets, a navigation property an arrow. */
const properties = (written: Readonly<Record<string, string>>): GraphType['properties'] =>
  bare(
    Object.fromEntries(
      Object.entries(written).map(([name, type]) => [
        name,
        {
          type: type.replace(/^>|\[\]$/g, ''),
          collection: type.endsWith('[]'),
          navigation: type.startsWith('>'),
        },
      ]),
    ),
  );

const type = (
  kind: 'entity' | 'complex',
  own: Readonly<Record<string, string>>,
  rest: Partial<GraphType> = {},
): GraphType => ({ kind, properties: properties(own), derived: [], ...rest });

const words = (...members: readonly string[]): GraphType => ({
  kind: 'enum',
  properties: properties({}),
  members,
  derived: [],
});

const eventProperties = {
  subject: 'string',
  showAs: 'freeBusyStatus',
  start: 'dateTimeTimeZone',
  attendees: 'attendee[]',
  recurrence: 'patternedRecurrence',
  count: 'number',
  joinUrl: 'string',
};

const common: Readonly<Record<string, GraphType>> = {
  entity: type('entity', { id: 'string' }, { derived: ['directoryObject', 'event', 'message'] }),
  directoryObject: type('entity', { deletedDateTime: 'string' }, { base: 'entity', derived: ['user', 'group'] }),
  user: type(
    'entity',
    {
      displayName: 'string',
      mail: 'string',
      accountEnabled: 'boolean',
      otherMails: 'string[]',
      usageLocation: 'string',
      manager: '>directoryObject',
      anything: 'any',
    },
    { base: 'directoryObject', open: true },
  ),
  'callRecords.callRecord': type('entity', { version: 'number' }),
  group: type(
    'entity',
    { visibility: 'string', members: '>directoryObject[]', groupTypes: 'string[]' },
    { base: 'directoryObject', open: true },
  ),
  event: type('entity', eventProperties, { base: 'entity' }),
  attendee: type('complex', { type: 'attendeeType', address: 'string' }),
  dateTimeTimeZone: type('complex', { dateTime: 'string', timeZone: 'string' }),
  patternedRecurrence: type('complex', { range: 'recurrenceRange', days: 'dayOfWeek[]', extra: 'string' }),
  recurrenceRange: type('complex', { startDate: 'string', occurrences: 'number', nested: 'patternedRange[]' }),
  patternedRange: type('complex', { endDate: 'string', again: 'recurrenceRange' }),
  itemBody: type('complex', { content: 'string' }),
  openThing: type('complex', { name: 'string' }, { open: true }),
  message: type(
    'entity',
    {
      body: 'itemBody',
      thing: 'openThing',
      importance: 'importance',
      replies: '>message[]',
      receivedDateTime: 'string',
    },
    { base: 'entity' },
  ),
  freeBusyStatus: words('free', 'busy', 'unknownFutureValue'),
  attendeeType: words('required', 'optional'),
  dayOfWeek: words('monday', 'sunday'),
  importance: words('low', 'high'),
};

/** Hand-made types with one of each kind of thing that Microsoft's have. */
export const smallTypes: TypeIndex = {
  'v1.0': bare(common),
  beta: bare({
    ...common,
    event: type('entity', { ...eventProperties, uid: 'string' }, { base: 'entity' }),
  }),
};

export const smallPrivacy: PrivacyTable = bare({
  user: bare({
    displayName: { class: 'direct-identifier' as const },
    usageLocation: { class: 'quasi-identifier' as const, format: 'pattern' as const, pattern: '[A-Z]{2}' },
    badge: { class: 'metadata' as const, undeclared: 'string[]', format: 'identifier' as const, values: ['gold'] },
  }),
  group: bare({
    visibility: { class: 'metadata' as const, format: 'identifier' as const, values: ['Public', 'Private'] },
    groupTypes: { class: 'metadata' as const, format: 'pattern' as const },
  }),
  dateTimeTimeZone: bare({
    dateTime: { class: 'metadata' as const, format: 'date-time' as const },
    timeZone: { class: 'metadata' as const, format: 'time-zone' as const },
  }),
  recurrenceRange: bare({ startDate: { class: 'metadata' as const, format: 'date' as const } }),
  patternedRange: bare({ endDate: { class: 'metadata' as const, format: 'date' as const } }),
  message: bare({ receivedDateTime: { class: 'metadata' as const, format: 'date-time' as const } }),
});

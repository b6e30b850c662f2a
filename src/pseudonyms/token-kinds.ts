/** A kind of value: its byte in tokens, and the space in which its pseudonyms join. */
type TokenKind = { readonly code: number; readonly space: string };

const person = 'person';
const group = 'group';

/** A kind with a space of its own. */
const own = (code: number, space: string): TokenKind => ({ code, space });

/**
 * All kinds of values that a token can represent. Tokens contain the code, so the table only grows: a code keeps its
 * meaning forever and is never reused. The space enters the HMAC, so equal texts in two spaces have unrelated
 * pseudonyms.
 */
export const tokenKinds = {
  'user-id': { code: 1, space: person },
  'mail-address': { code: 2, space: person },
  'group-id': { code: 3, space: group },
  'directory-object-id': own(4, 'directory-object'),
  'outlook-id': own(5, 'outlook'),
  'calendar-id': own(6, 'calendar'),
  'event-id': own(7, 'event'),
  'message-id': own(8, 'message'),
  'folder-id': own(9, 'folder'),
  'channel-id': own(10, 'channel'),
  'chat-id': own(11, 'chat'),
  'chat-message-id': own(12, 'chat-message'),
  'member-id': own(13, 'member'),
  'meeting-id': own(14, 'meeting'),
  'join-url': own(15, 'join-url'),
  'report-id': own(16, 'report'),
  'call-record-id': own(17, 'call-record'),
  'session-id': own(18, 'session'),
  'drive-id': own(19, 'drive'),
  'drive-item-id': own(20, 'drive-item'),
  'site-id': own(21, 'site'),
  'list-id': own(22, 'list'),
  'list-item-id': own(23, 'list-item'),
  'sku-id': own(24, 'sku'),
  'service-plan-id': own(25, 'service-plan'),
  'license-details-id': own(26, 'license-details'),
  'interaction-id': own(27, 'interaction'),
  'network-address': own(28, 'network-address'),
  'phone-number': own(29, 'phone'),
  'tenant-id': own(30, 'tenant'),
  'application-id': own(31, 'application'),
  'device-id': own(32, 'device'),
  'ical-uid': own(33, 'ical-uid'),
  'internet-message-id': own(34, 'internet-message'),
  'conversation-id': own(35, 'conversation'),
  'room-id': own(36, 'room'),
  department: own(37, 'department'),
  'employee-id': own(38, 'employee'),
  'cost-center': own(39, 'cost-center'),
  division: own(40, 'division'),
  'segment-id': own(41, 'segment'),
  'phone-call-id': own(42, 'phone-call'),
  'correlation-id': own(43, 'correlation'),
  'request-id': own(44, 'request'),
  'attachment-id': own(45, 'attachment'),
  'activity-id': own(46, 'activity'),
  'web-id': own(47, 'web'),
  'site-collection-id': own(48, 'site-collection'),
  'list-item-unique-id': own(49, 'list-item-unique'),
  'rule-text': own(50, 'rule-text'),
} as const satisfies Record<string, TokenKind>;

export type TokenKindName = keyof typeof tokenKinds;

/**
 * The kind of a value. A `tokenize` of Psoxy's form has `rule-text` and the location of its rule, with a separate
 * space.
 */
export type ValueKind = Exclude<TokenKindName, 'rule-text'> | `rule-text/${string}`;

const byName: ReadonlyMap<string, TokenKind> = new Map(Object.entries(tokenKinds));
const byCode: ReadonlyMap<number, TokenKindName> = new Map(
  Object.entries(tokenKinds).map(([name, { code }]) => [code, name as TokenKindName]),
);

const rulePrefix = 'rule-text/';

/** Returns the kind of a code; undefined for an unassigned code. */
export const kindOfCode = (code: number): TokenKindName | undefined => byCode.get(code);

/** Returns the name of the kind in tokens. */
export const tokenKindOf = (kind: ValueKind): TokenKindName =>
  kind.startsWith(rulePrefix) ? 'rule-text' : (kind as Exclude<TokenKindName, 'rule-text'>);

/** Returns the space of a kind, independent of the value. */
export const spaceOfKind = (kind: ValueKind): string =>
  kind.startsWith(rulePrefix) ? kind : (byName.get(kind)?.space ?? kind);

/** Returns the location in a `rule-text` kind; undefined for any other. */
export const rulePlace = (kind: ValueKind): string | undefined =>
  kind.startsWith(rulePrefix) ? kind.slice(rulePrefix.length) : undefined;

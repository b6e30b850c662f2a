import type { ValueKind } from './token-kinds.ts';

type Canonical = { readonly canonical: string; readonly openable: string };

const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;
const link = /^https:/i;
const meeting = /^https:\/\/[^/?#]+\/(?:l\/meetup-join|meet)\//;
const phone = /^(?:4:|tel:)?(\+[0-9](?:[ ().\-/]*[0-9]){6,14})(?:(?:;ext=|\s*(?:ext\.?|x)\s*)([0-9]{1,8}))?$/i;

/** Converts text to one case and one Unicode normal form. */
export const folded = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC');

const decoded = (url: string): string => {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
};

/** Normalizes a link to a Teams meeting: percent-decoded once, in lower case. Returns undefined for any other text. */
const meetingOf = (text: string): string | undefined => {
  const url = link.test(text) ? folded(decoded(text.trim())) : '';
  return meeting.test(url) ? url : undefined;
};

/**
 * Normalizes a phone number with `+` to its digits, with the extension kept separate, because several people can share
 * a number. Accepts the prefixes `4:` (Teams) and `tel:` (links). Returns undefined for any other text.
 */
export const phoneOf = (text: string): string | undefined => {
  const [, number, extension] = phone.exec(text.trim()) ?? [];
  if (number === undefined) return undefined;
  return `+${number.replaceAll(/[^0-9]/g, '')}${extension === undefined ? '' : `;ext=${extension}`}`;
};

/** Normalizes a GUID: lower case, without braces. Returns undefined for any other text. */
export const guidOf = (text: string): string | undefined => guid.exec(text.trim())?.[1]?.toLowerCase();

const asWritten = (value: string): Canonical => ({ canonical: value, openable: value });

/** Exchange writes ids with `/` and `+` for older clients and with `-` and `_` in URLs. Graph accepts the latter. */
const ofOutlook = (value: string): Canonical => asWritten(value.replaceAll('/', '-').replaceAll('+', '_'));

const ofId = (value: string): Canonical => asWritten(guidOf(value) ?? value);

const readers: ReadonlyMap<string, (value: string) => Canonical> = new Map([
  ...['group-id', 'directory-object-id', 'report-id', 'call-record-id', 'session-id', 'segment-id', 'tenant-id'].map(
    (kind) => [kind, ofId] as const,
  ),
  ...['application-id', 'device-id', 'list-id', 'web-id', 'site-collection-id', 'sku-id', 'service-plan-id'].map(
    (kind) => [kind, ofId] as const,
  ),
  ...['outlook-id', 'calendar-id', 'event-id', 'message-id', 'folder-id', 'conversation-id'].map(
    (kind) => [kind, ofOutlook] as const,
  ),
  ['join-url', (value) => ({ canonical: meetingOf(value) ?? value, openable: value })],
  ['phone-number', (value) => ({ canonical: phoneOf(value) ?? value, openable: value })],
]);

/**
 * Returns the canonical spelling of a value that isn't a person. GUIDs: lower case, without braces. Ids of Outlook:
 * with `-` and `_`. Links to Teams meetings: percent-decoded, lower case. Phone numbers: digits and extension. Any
 * other text: unchanged.
 */
export const canonicalText = (value: string, kind: ValueKind): Canonical => (readers.get(kind) ?? asWritten)(value);

/** Longest value that a token can hold. Graph's ids and links are much shorter. */
const longest = 2_048;
const control = /\p{Cc}|\p{Cs}/u;
const dotSegment = /(?:^|[/\\])\.\.?(?:[/\\?#]|$)/;

/**
 * True for a value that can be encoded safely for any position in a request: it isn't empty, has no control characters,
 * and can't be interpreted as a step out of the path.
 */
export const isCarriable = (value: string): boolean =>
  value !== '' &&
  value.length <= longest &&
  !control.test(value) &&
  // Few ids have a dot, and looking for one is faster.
  !(value.includes('.') && dotSegment.test(value));

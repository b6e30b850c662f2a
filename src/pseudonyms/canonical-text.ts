import type { ValueKind } from './token-kinds.ts';

type Canonical = { readonly canonical: string; readonly openable: string };

const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;
const link = /^https:/i;
const meeting = /^https:\/\/[^/?#]+\/(?:l\/meetup-join|meet)\//;
const phone = /^(?:4:|tel:)?(\+[0-9](?:[ ().\-/]*[0-9]){6,14})(?:(?:;ext=|\s*(?:ext\.?|x)\s*)([0-9]{1,8}))?$/i;

/** One case and one normal form; equal texts stay equal. */
export const folded = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC');

const decoded = (url: string): string => {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
};

/** A link to a Teams meeting, percent-decoded once and in lower case; undefined for any other text. */
const meetingOf = (text: string): string | undefined => {
  const url = link.test(text) ? folded(decoded(text.trim())) : '';
  return meeting.test(url) ? url : undefined;
};

/**
 * A telephone number with `+`: its digits, and its extension apart, since people share the number before it. Teams writes
 * `4:` before a number, links write `tel:`. Undefined for any other text.
 */
export const phoneOf = (text: string): string | undefined => {
  const [, number, extension] = phone.exec(text.trim()) ?? [];
  if (number === undefined) return undefined;
  return `+${number.replaceAll(/[^0-9]/g, '')}${extension === undefined ? '' : `;ext=${extension}`}`;
};

/** A GUID in lower case without braces; undefined for any other text. */
export const guidOf = (text: string): string | undefined => guid.exec(text.trim())?.[1]?.toLowerCase();

const asWritten = (value: string): Canonical => ({ canonical: value, openable: value });

/** Exchange writes an id with `/` and `+` to its older clients and with `-` and `_` in URLs; Graph takes the latter. */
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
 * The one spelling of a value that names no person. GUIDs: lower case, without braces. Ids of Outlook: with `-` and `_`.
 * Links to Teams meetings: percent-decoded, lower case. Telephone numbers: digits and extension. Any other text: as it is
 * written.
 */
export const canonicalText = (value: string, kind: ValueKind): Canonical => (readers.get(kind) ?? asWritten)(value);

/** Longest value that a token can hold. Graph's ids and links are much shorter. */
const longest = 2_048;
const control = /\p{Cc}|\p{Cs}/u;
const dotSegment = /(?:^|[/\\])\.\.?(?:[/\\?#]|$)/;

/**
 * True for a value that a request can carry in every place that a rule may give it, once it is encoded for that place:
 * nothing that a server could read as a step out of its path, no control character, not empty.
 */
export const isCarriable = (value: string): boolean =>
  value !== '' && value.length <= longest && !control.test(value) && !dotSegment.test(value);

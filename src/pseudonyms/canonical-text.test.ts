import { canonicalText } from './canonical-text.ts';
import type { ValueKind } from './token-kinds.ts';

const guid = 'f7e1c9a7-5f80-4356-a617-dcb3dfe3d547';
const canonicalOf = (value: string, kind: ValueKind): string => canonicalText(value, kind).canonical;

const guids: readonly ValueKind[] = [
  'group-id',
  'directory-object-id',
  'report-id',
  'call-record-id',
  'session-id',
  'segment-id',
  'tenant-id',
  'application-id',
  'device-id',
  'list-id',
  'web-id',
  'site-collection-id',
  'sku-id',
  'service-plan-id',
];
const ofOutlook: readonly ValueKind[] = [
  'outlook-id',
  'calendar-id',
  'event-id',
  'message-id',
  'folder-id',
  'conversation-id',
];

describe('canonicalText', () => {
  it.each(guids)('reads a GUID in any spelling as one %s', (kind) => {
    for (const text of [guid, guid.toUpperCase(), `{${guid}}`, ` ${guid} `])
      expect(canonicalText(text, kind)).toEqual({ canonical: guid, openable: guid });
    expect(canonicalOf('A/b+C', kind)).toBe('A/b+C');
  });

  it.each(ofOutlook)('reads both spellings of an id of Exchange as one %s', (kind) => {
    expect(canonicalText('AA/b+C/d+', kind)).toEqual({ canonical: 'AA-b_C-d_', openable: 'AA-b_C-d_' });
    expect(canonicalOf(guid.toUpperCase(), kind)).toBe(guid.toUpperCase());
  });

  it('leaves other kinds as they are written', () => {
    for (const value of [guid.toUpperCase(), 'AA/b+C']) expect(canonicalOf(value, 'drive-item-id')).toBe(value);
  });

  it('reads a link to a meeting in any spelling as one, even before a blank', () => {
    const link = 'https://teams.microsoft.com/l/meetup-join/19%3Ameeting_Nmu0%40thread.v2/0';
    const canonical = 'https://teams.microsoft.com/l/meetup-join/19:meeting_nmu0@thread.v2/0';

    for (const text of [link, `${link} `, link.toUpperCase()]) expect(canonicalOf(text, 'join-url')).toBe(canonical);
    expect(canonicalOf('https://veldt.example/X', 'join-url')).toBe('https://veldt.example/X');
  });
});

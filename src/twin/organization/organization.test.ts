import { entriesBetween, occurrenceEntry } from './calendars.ts';
import { throwDice } from './dice.ts';
import {
  conversationId,
  immutableId,
  joinUrl,
  memberId,
  type OutlookThing,
  oneOnOneThread,
  onlineMeetingId,
  outlookId,
  readOnlineMeetingId,
  readOutlookId,
  securityIdentifier,
} from './ids/index.ts';
import { makeOrganization } from './organization.ts';

const mailboxId = '72e335fa-a5b0-4772-830e-767139142e5e';
const decode = (id: string): string =>
  Buffer.from(id.replaceAll('-', '/').replaceAll('_', '+'), 'base64').toString('latin1');

describe('ids', () => {
  it.each<OutlookThing>([
    { kind: 'event', mailboxId, number: 0, occurrence: 0 },
    { kind: 'event', mailboxId, number: 3_999, occurrence: 12 },
    { kind: 'message', mailboxId, number: 70_000, occurrence: 0 },
    { kind: 'calendar', mailboxId, number: 2, occurrence: 0 },
  ])('of Outlook carry the mailbox and are read back: %j', (thing) => {
    for (const id of [outlookId(thing), immutableId(thing)]) {
      expect(id).toMatch(/^A[A-Za-z0-9_-]{15,1024}={0,2}$/);
      expect(decode(id)).toContain(mailboxId);
      expect(readOutlookId(id)).toEqual(thing);
    }
    expect(decode(conversationId(mailboxId, 'x'))).toContain(mailboxId);
  });

  it.each([
    '',
    'AAMk',
    'nonsense',
    `${outlookId({ kind: 'event', mailboxId, number: 1, occurrence: 0 }).slice(0, 40)}`,
  ])('refuses %j as an id of Outlook', (id) => {
    expect(readOutlookId(id)).toBeUndefined();
  });

  it('of Teams carry tenant, thread and people', () => {
    const [a, b] = ['b0000000-0000-4000-8000-000000000000', 'a0000000-0000-4000-8000-000000000000'];
    expect(oneOnOneThread(a, b)).toBe(`19:${b}_${a}@unq.gbl.spaces`);
    expect(Buffer.from(memberId('tenant', 'thread', a, 1), 'base64').toString()).toBe(`0##1##tenant##thread##${a}`);
    const id = onlineMeetingId(a, '19:meeting_x@thread.v2');
    expect(readOnlineMeetingId(id)).toEqual({ organizerId: a, thread: '19:meeting_x@thread.v2' });
    expect(readOnlineMeetingId('bm9uc2Vuc2U=')).toBeUndefined();
    expect(joinUrl('tenant', a, '19:meeting_x@thread.v2')).toBe(
      `https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22Tid%22%3a%22tenant%22%2c%22Oid%22%3a%22${a}%22%7d`,
    );
  });

  it('of the directory spell the object id anew', () => {
    expect(securityIdentifier('f7e1c9a7-5f80-4356-a617-dcb3dfe3d547')).toBe(
      'S-1-12-1-4158769575-1129734016-3017545638-1205199839',
    );
  });
});

describe('dice', () => {
  it('fall alike for the same seed and key, otherwise not', () => {
    const fall = (seed: number, key: string) => throwDice(seed, key).text(40);
    expect(fall(1, 'a')).toBe(fall(1, 'a'));
    expect(new Set([fall(1, 'a'), fall(1, 'b'), fall(2, 'a')]).size).toBe(3);
  });

  it('stay within their bounds and draw each thing once', () => {
    const dice = throwDice(1, 'bounds');
    const throws = Array.from({ length: 2_000 }, () => dice.between(3, 5));
    expect(new Set(throws)).toEqual(new Set([3, 4, 5]));
    expect(dice.sample([1, 2, 3], 9).sort()).toEqual([1, 2, 3]);
    expect(dice.guid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('an organization', () => {
  const organization = makeOrganization();

  it('has the requested size, with a unique address for everybody who has one', () => {
    expect(organization.people).toHaveLength(250);
    expect(organization.groups).toHaveLength(53);
    const addresses = organization.people.flatMap(({ mail }) => mail ?? []);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(addresses.every((address) => address.endsWith('.example'))).toBe(true);
    expect(new Set(organization.people.map(({ id }) => id)).size).toBe(250);
    const small = makeOrganization({ people: 7, groups: 1 });
    expect([small.people.length, small.groups.length]).toEqual([7, 1]);
  });

  it('has only phone numbers from ranges reserved for fiction', () => {
    const phones = organization.people.flatMap(({ mobilePhone, businessPhone }) =>
      [mobilePhone ?? [], businessPhone ?? []].flat(),
    );
    expect(phones.length).toBeGreaterThan(400);
    expect(phones.every((phone) => /^\+1\d{3}55501\d{2}$/.test(phone))).toBe(true);
  });

  it('holds its meetings in the quarter, a thousand of them with the busiest person', () => {
    const { start, end } = organization.quarter;
    const entries = entriesBetween(organization.meetings(), start, end);
    expect(entries.length).toBeGreaterThan(8_000);
    expect(organization.meetingsOf(organization.busiest).length).toBeGreaterThan(1_000);
    const series = organization.meetings().find((meeting) => meeting.series !== undefined);
    expect(series && occurrenceEntry(series, 99)).toBeUndefined();
    expect(series && occurrenceEntry(series, series.series?.skipped ?? 0)).toBeUndefined();
  });

  it('knows people by id and by name, and refuses an index that nobody has', () => {
    const { busiest } = organization;
    expect(organization.person(busiest.userPrincipalName.toUpperCase())).toBe(busiest);
    expect(organization.person(busiest.id.toUpperCase())).toBe(busiest);
    expect(organization.personByMailbox(busiest.mailboxId ?? '')).toBe(busiest);
    expect(() => organization.personAt(999)).toThrow('expected the index of a person');
  });
});

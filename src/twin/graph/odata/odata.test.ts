import { readExpand } from './expand.ts';
import { readFilter } from './filter.ts';
import { readOptions } from './options.ts';
import { readPrefer } from './prefer.ts';
import { project } from './select.ts';

const document = {
  id: 'a1',
  accountEnabled: true,
  size: 7,
  subject: "O'Brien",
  groupTypes: ['Unified'],
  participants_v2: [{ id: 'x' }, { id: 'y' }],
  start: { dateTime: '2026-07-01T09:00:00.0000000' },
  receivedDateTime: '2026-07-01T09:00:00Z',
  manager: null,
};

describe('readFilter', () => {
  it.each([
    ["id eq 'A1'", true],
    ['accountEnabled eq true and size gt 6', true],
    ['accountEnabled eq false or size le 6', false],
    ['not (size eq 7)', false],
    ["subject eq 'O''Brien'", true],
    ["startswith(subject,'o') and contains(subject, 'bri') and endswith(subject,'en')", true],
    ["groupTypes/any(c:c eq 'Unified')", true],
    ["groupTypes/Any(x:x eq 'Other')", false],
    ["participants_v2/any(p:p/id eq 'y')", true],
    ["participants_v2/all(p:p/id eq 'y')", false],
    ["start/dateTime ge '2026-07-01T00:00:00' and start/dateTime lt '2026-07-02T00:00:00Z'", true],
    ['receivedDateTime ge 2026-07-01T09:00:00Z and receivedDateTime lt 2026-07-01T09:00:00.001Z', true],
    ['receivedDateTime gt 2026-07-01T11:00:00+02:00', false],
    ["id in ('b', 'a1')", true],
    ['manager eq null', true],
    ['nothing gt 3', false],
    ['size ne 7', false],
  ])('%s → %s', (filter, expected) => {
    expect(readFilter(filter)(document)).toBe(expected);
  });

  it.each(['id eq', "id is 'x'", "(id eq 'x'", "id eq 'x' id", "floor(id,'x')", "id eq 'x"])('refuses %s', (filter) => {
    expect(() => readFilter(filter)).toThrow('Invalid filter clause');
  });
});

describe('readOptions', () => {
  it('reads options with and without the dollar sign, whatever their letter case', () => {
    const options = readOptions(
      new URLSearchParams('$Top=5&select=id, mail&$orderby=start/dateTime desc&$count=TRUE&startDateTime=x'),
    );
    expect(options).toMatchObject({
      top: 5,
      select: ['id', 'mail'],
      count: true,
      orderBy: [{ path: 'start/dateTime', descending: true }],
    });
    expect(options.all.get('startdatetime')).toBe('x');
  });

  it.each(['$top=x', '$top=-1', '$nothing=1', '$top=1&top=2'])('refuses %s', (query) => {
    expect(() => readOptions(new URLSearchParams(query))).toThrow();
  });
});

it('reads nested expansions', () => {
  expect(readExpand('sessions($expand=segments($select=id,start);$top=2),participants_v2')).toMatchObject([
    { name: 'sessions', top: 2, expand: [{ name: 'segments', select: ['id', 'start'] }] },
    { name: 'participants_v2', expand: [] },
  ]);
});

it('reads preferences with quotes and commas in them', () => {
  const prefer = readPrefer('outlook.timezone="W. Europe Standard Time, x", odata.maxpagesize=5;IdType="ImmutableId"');
  expect([...prefer]).toEqual([
    ['outlook.timezone', 'W. Europe Standard Time, x'],
    ['odata.maxpagesize', '5'],
    ['idtype', 'ImmutableId'],
  ]);
});

it('keeps selected properties, those that are always included, and their annotations', () => {
  const event = { '@odata.etag': 'W/"x"', id: '1', subject: 's', 'calendar@odata.navigationLink': 'u', start: {} };
  expect(project(event, ['subject', 'Calendar'], undefined, ['id', '@odata.etag'])).toEqual({
    '@odata.etag': 'W/"x"',
    id: '1',
    subject: 's',
    'calendar@odata.navigationLink': 'u',
  });
  expect(project(event, [], ['start'], [])).toEqual({ start: {} });
  expect(project(event, [], undefined, [])).toBe(event);
});

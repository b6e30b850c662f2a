import type { OpenToken } from '../../plan/index.ts';
import type { ValuePlan } from '../plan/index.ts';
import { describeValue, openParts, type Part, prepareValue } from './match-value.ts';

const plain = (more: Partial<ValuePlan>): ValuePlan => ({ type: 'string', token: 'refused', ...more });
const token = (more: Partial<ValuePlan>): ValuePlan => ({ type: 'string', token: 'required', ...more });
const caller = { plainValues: false };
const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';

const plainOf = (plan: ValuePlan, text: string, place: Parameters<typeof prepareValue>[1] = 'query') => {
  const [part] = prepareValue(plan, place)(text, caller) ?? [];
  return part !== undefined && 'plain' in part ? part.plain : undefined;
};

const opened = (
  plan: ValuePlan,
  given: Exclude<ReturnType<OpenToken>, { ok: false }>,
  place: Parameters<typeof prepareValue>[1] = 'query',
): string => {
  const parts = prepareValue(plan, place)('p~x', caller);
  if (parts === undefined) return 'no token';
  const clear = openParts(parts, () => given);
  return clear.ok ? clear.parts.map(({ value }) => value).join('') : clear.reason;
};

describe('a plain value', () => {
  it.each([
    [
      'integer',
      plain({ type: 'integer', minimum: 1, maximum: 9 }),
      ['1', '9'],
      ['0', '10', '-1', '01', '1.0', 'x', ''],
    ],
    [
      'integer without bounds',
      plain({ type: 'integer' }),
      ['0', '-5', '999999999999999'],
      ['-0', '1e3', '1'.repeat(16)],
    ],
    ['date', plain({ type: 'date' }), ['2026-03-01', '2024-02-29'], ['2026-02-29', '2026-3-1', '2026-03-01T00:00:00Z']],
    ['string with an enum', plain({ enum: ['a', 'b'] }), ['a', 'b'], ['A', 'c', '', 'a,b']],
    ['string with a pattern', plain({ pattern: 'a|bc' }), ['a', 'bc'], ['A', 'ab', 'bcd', '']],
    [
      'string without conditions',
      plain({}),
      ['a.b-c_~@:+=,!9'],
      ['a b', "a'", 'a/b', 'microsoft.graph.user', '', 'x'.repeat(513)],
    ],
    ['string of 512 characters', plain({}), ['x'.repeat(512)], []],
  ])('of type %s is accepted if it fits', (_type, plan, good, bad) => {
    for (const text of good) expect([text, plainOf(plan, text)]).toEqual([text, text]);
    for (const text of bad) expect([text, plainOf(plan, text)]).toEqual([text, undefined]);
  });

  it.each([
    ['boolean', plain({ type: 'boolean' }), 'TRUE', 'true'],
    ['boolean', plain({ type: 'boolean' }), 'false', 'false'],
    ['guid', plain({ type: 'guid' }), guid.toUpperCase(), guid],
    ['date-time', plain({ type: 'date-time' }), '2026-03-01T10:00:00z', '2026-03-01T10:00:00Z'],
    ['date-time', plain({ type: 'date-time' }), '2026-03-01', '2026-03-01'],
    ['date-time', plain({ type: 'date-time' }), '2026-03-01T10:00', '2026-03-01T10:00'],
    [
      'date-time',
      plain({ type: 'date-time' }),
      '2026-03-01T10:00:00.123456789+14:00',
      '2026-03-01T10:00:00.123456789+14:00',
    ],
    ['text in either case', plain({ pattern: 'abc', ignoreCase: true }), 'aBc', 'aBc'],
  ])('of type %s goes upstream in its one spelling', (_type, plan, text, upstream) => {
    expect(plainOf(plan, text)).toBe(upstream);
  });

  it.each([
    ['boolean', 'yes'],
    ['boolean', 'true '],
    ['guid', guid.slice(1)],
    ['guid', `${guid}0`],
    ['guid', guid.replaceAll('-', '')],
    ['date-time', '2026-02-30T10:00:00Z'],
    ['date-time', '2026-03-01T24:00:00Z'],
    ['date-time', '2026-03-01T10:60:00Z'],
    ['date-time', '2026-03-01T10:00:60Z'],
    ['date-time', '2026-03-01T10:00:00.1234567890Z'],
    ['date-time', '2026-03-01T10:00:00+15:00'],
    ['date-time', '2026-03-01 10:00:00Z'],
    ['date-time', ''],
  ] as const)('of type %s is refused as %j', (type, text) => {
    expect(plainOf(plain({ type }), text)).toBeUndefined();
  });

  it('fits one of several sorts, in their order', () => {
    const either = plain({ oneOf: [plain({ type: 'guid' }), plain({ enum: ['root'] })] });
    expect(plainOf(either, guid.toUpperCase())).toBe(guid);
    expect(plainOf(either, 'root')).toBe('root');
    expect(plainOf(either, 'other')).toBeUndefined();
  });

  it('fits every condition that the rule writes', () => {
    const both = plain({ kind: 'folder-id', enum: ['inbox', 'x'] });
    expect(plainOf(both, 'inbox')).toBe('inbox');
    expect(plainOf(both, 'x')).toBeUndefined();
    expect(plainOf(both, 'drafts')).toBeUndefined();
  });

  it('fits the place that it goes to', () => {
    const any = plain({ pattern: '.*' });
    for (const text of ['a/b', 'a\\b', '.', '..', 'a\u0000b', ''])
      expect([text, plainOf(any, text, 'segment')]).toEqual([text, undefined]);
    for (const text of ['...', 'a b', "it's"]) expect(plainOf(any, text, 'segment')).toBe(text);
    expect(plainOf(any, 'a/b', 'query')).toBe('a/b');
    expect(plainOf(any, 'a/b', 'literal')).toBe('a/b');
    for (const text of ['a b', "a'b", 'a)b', 'a,b', '']) expect(plainOf(any, text, 'bare')).toBeUndefined();
    expect(plainOf(any, '2026-03-01T10:00:00+01:00', 'bare')).toBe('2026-03-01T10:00:00+01:00');
  });

  it('has at most 2,048 characters', () => {
    const any = plain({ pattern: 'x*' });
    expect(plainOf(any, 'x'.repeat(2_048))).toHaveLength(2_048);
    expect(plainOf(any, 'x'.repeat(2_049))).toBeUndefined();
  });
});

describe('an opened value', () => {
  const group = token({ kind: 'group-id' });

  it('is checked by the kind that its token was made for', () => {
    expect(opened(group, { ok: true, value: 'any spelling', kind: 'group-id' })).toBe('any spelling');
    expect(opened(group, { ok: true, value: guid, kind: 'user-id' })).toBe('invalid');
    expect(opened(token({ kind: 'outlook-id' }), { ok: true, value: 'x', kind: 'event-id' })).toBe('x');
  });

  it('is checked as a plain value if its token contains no kind, or the rule names none', () => {
    expect(opened(group, { ok: true, value: guid })).toBe(guid);
    expect(opened(group, { ok: true, value: 'any spelling' })).toBe('invalid');
    expect(opened(token({ pattern: 'a+' }), { ok: true, value: 'aa', kind: 'user-id' })).toBe('aa');
    expect(opened(token({ pattern: 'a+' }), { ok: true, value: 'b', kind: 'user-id' })).toBe('invalid');
  });

  it('matches the pattern of the rule, ignoring case if the rule does', () => {
    const exact = token({ kind: 'group-id', pattern: '[a-f]+' });
    expect(opened(exact, { ok: true, value: 'abc', kind: 'group-id' })).toBe('abc');
    expect(opened(exact, { ok: true, value: 'ABC', kind: 'group-id' })).toBe('invalid');
    expect(opened(exact, { ok: true, value: 'abcx', kind: 'group-id' })).toBe('invalid');
    expect(opened({ ...exact, ignoreCase: true }, { ok: true, value: 'ABC', kind: 'group-id' })).toBe('ABC');
  });

  it('is rejected if its position can not carry it', () => {
    const drive = token({ kind: 'drive-id' });
    expect(opened(drive, { ok: true, value: 'b!x', kind: 'drive-id' }, 'bare')).toBe('invalid');
    expect(opened(drive, { ok: true, value: 'bx', kind: 'drive-id' }, 'bare')).toBe('bx');
    expect(opened(drive, { ok: true, value: '..', kind: 'drive-id' }, 'segment')).toBe('invalid');
    expect(opened(drive, { ok: true, value: 'a\nb', kind: 'drive-id' })).toBe('invalid');
  });

  it('doubles quotes inside a literal, and nowhere else', () => {
    const literal: readonly Part[] = [
      { text: "'" },
      { plain: "it's", quoted: true },
      { plain: "it's", quoted: false },
      { text: "it's" },
    ];
    const clear = openParts(literal, () => ({ ok: false, reason: 'invalid' }));
    expect(clear).toEqual({
      ok: true,
      named: [],
      parts: [
        { value: "'", own: true },
        { value: "it''s", own: false },
        { value: "it's", own: false },
        { value: "it's", own: true },
      ],
    });
  });
});

describe('tokens and plain values', () => {
  it.each([
    ['required', 'p~x', true],
    ['required', 't~x', true],
    ['required', guid, false],
    ['accepted', 'p~x', true],
    ['accepted', guid, true],
    ['refused', 'p~x', false],
    ['refused', guid, true],
  ] as const)('if a token is %s, %s is accepted: %s', (how, text, taken) => {
    const read = prepareValue(plain({ kind: 'group-id', token: how }), 'query');
    expect(read(text, caller) !== undefined).toBe(taken);
  });

  it('takes ids of any spelling in links of Graph, as a token of them would give them', () => {
    const read = prepareValue(token({ kind: 'event-id' }), 'segment');
    const link = { plainValues: true, anyId: true as const };
    expect(read('AAMk/+=', link)).toEqual([{ plain: 'AAMk-_=', quoted: false, kind: 'event-id' }]);
    for (const text of ['$count', 'microsoft.graph.event', 'delta(x=1)', '..'])
      expect(read(text, link)).toBeUndefined();
    expect(prepareValue(plain({}), 'segment')('b!x', link)).toEqual([{ plain: 'b!x', quoted: false }]);
  });
});

describe('describeValue', () => {
  it.each([
    [plain({ type: 'integer' }), 'an integer'],
    [plain({ type: 'integer', minimum: 1 }), 'an integer of at least 1'],
    [plain({ type: 'integer', maximum: 9 }), 'an integer of at most 9'],
    [plain({ type: 'integer', minimum: 1, maximum: 9 }), 'an integer from 1 to 9'],
    [plain({ type: 'boolean' }), 'true or false'],
    [plain({ type: 'date' }), 'a date (2026-03-01)'],
    [plain({ type: 'date-time' }), 'a date and time (2026-03-01T00:00:00Z)'],
    [plain({ type: 'guid' }), 'a GUID'],
    [plain({ enum: ['a', 'b'] }), 'one of a, b'],
    [plain({ pattern: 'x' }), 'a text in the form of the rule'],
    [plain({ kind: 'calendar-id' }), 'a calendar'],
    [plain({ oneOf: [plain({ type: 'guid' }), plain({ enum: ['root'] })] }), 'a GUID, or one of root'],
    [token({ kind: 'calendar-id' }), 'a pseudonym (p~…) that a reply gave for a calendar'],
    [token({}), 'a pseudonym (p~…) that a reply gave'],
    [
      token({ kind: 'rule-text/kind:boat-id', declared: { title: 'a boat', example: 'boat-1' } }),
      'a pseudonym (p~…) that a reply gave for a boat',
    ],
  ])('describes for callers what %j accepts', (plan, words) => {
    expect(describeValue(plan)).toBe(words);
  });

  it('gives an example if the call contains plain values', () => {
    const boat = token({ kind: 'rule-text/kind:boat-id', declared: { title: 'a boat', example: 'boat-1' } });
    expect(describeValue(boat, { plainValues: true })).toBe('a boat, for example boat-1');
    expect(describeValue(token({ pattern: 'x' }), { plainValues: true })).toBe('a text in the form of the rule');
    expect(describeValue(token({ kind: 'list-item-id' }), { plainValues: true })).toBe(
      'an item of a list, for example 42',
    );
  });
});

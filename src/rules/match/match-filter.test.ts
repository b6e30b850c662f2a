import fc from 'fast-check';
import type { ComparisonPlan, ValuePlan } from '../plan/index.ts';
import { readFilter } from '../plan/index.ts';
import { prepareFilter } from './match-filter.ts';
import { openParts } from './match-value.ts';

const plain = (more: Partial<ValuePlan>): ValuePlan => ({ type: 'string', token: 'refused', ...more });
const compare = (path: string, operators: string, value: ValuePlan, quoted: boolean, any?: string): ComparisonPlan => ({
  path,
  operators: operators.split(' ') as unknown as ComparisonPlan['operators'],
  value,
  quoted,
  ...(any !== undefined && { any }),
});

const time = plain({ type: 'date-time' });
const filter = prepareFilter([
  compare('accountEnabled', 'eq', plain({ type: 'boolean' }), false),
  compare('userType', 'eq ne', plain({ enum: ['Member', 'Guest'] }), true),
  compare('receivedDateTime', 'gt ge lt le', time, false),
  compare('start/dateTime', 'ge', time, true),
  compare('groupTypes', 'eq', plain({ enum: ['Unified'] }), true, ''),
  compare('assignedLicenses', 'eq', plain({ type: 'integer', minimum: 0 }), false, 'weight'),
  compare('assignedLicenses/$count', 'ne', plain({ type: 'integer', minimum: 0, maximum: 100 }), false),
  compare('siteCollection/root', 'ne', plain({ enum: ['null'] }), false),
  compare('id', 'eq', { type: 'string', kind: 'user-id', token: 'required' }, true),
]);

const opened = 'f7e1c9a7-5f80-4356-a617-dcb3dfe3d547';
const sent = (text: string): string | undefined => {
  const parts = filter(text, { plainValues: false });
  if (parts === undefined) return undefined;
  const clear = openParts(parts, () => ({ ok: true, value: opened }));
  return clear.ok ? clear.parts.map(({ value }) => value).join('') : undefined;
};

const [a, b] = ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'];

describe('prepareFilter', () => {
  it.each([
    ['accountEnabled eq true', 'accountEnabled eq true'],
    ["accountEnabled eq true and userType eq 'member'", "accountEnabled eq true and userType eq 'Member'"],
    ["userType eq 'Member' and accountEnabled eq true", "userType eq 'Member' and accountEnabled eq true"],
    ['accountEnabled eq True', 'accountEnabled eq true'],
    ['  accountEnabled   EQ  true ', 'accountEnabled eq true'],
    ['((accountEnabled eq true))', 'accountEnabled eq true'],
    ['AccountEnabled eq true', 'accountEnabled eq true'],
    ["groupTypes/any(g:g eq 'unified')", "groupTypes/any(x:x eq 'Unified')"],
    ["groupTypes/Any( c : c eq 'Unified' )", "groupTypes/any(x:x eq 'Unified')"],
    ['assignedLicenses/any(u:u/weight eq 3)', 'assignedLicenses/any(x:x/weight eq 3)'],
    ['assignedLicenses/$count ne 0', 'assignedLicenses/$count ne 0'],
    [
      `(receivedDateTime ge ${a}) and (receivedDateTime lt ${b})`,
      `receivedDateTime ge ${a} and receivedDateTime lt ${b}`,
    ],
    [
      `receivedDateTime lt '${b}'and(receivedDateTime ge ${a})`,
      `receivedDateTime lt ${b} and receivedDateTime ge ${a}`,
    ],
    [`start/dateTime ge ${a}`, `start/dateTime ge '${a}'`],
    ['siteCollection/root ne null', 'siteCollection/root ne null'],
    ["id eq 'p~token'", `id eq '${opened}'`],
  ])('writes %s as %s', (text, expected) => {
    expect(sent(text)).toBe(expected);
  });

  it.each([
    '',
    '()',
    'accountEnabled',
    'accountEnabled eq',
    'accountEnabled eq ,',
    'accountEnabled eq )',
    "accountEnabled eq 'true",
    'assignedLicenses/any(u:u/weight eq )',
    'accountEnabledeq true',
    "accountEnabled eq 'true'",
    'accountEnabled ne true',
    'accountEnabled eq true or accountEnabled eq false',
    'not accountEnabled eq true',
    'not(accountEnabled eq true)',
    'accountEnabled eq true and',
    'and accountEnabled eq true',
    'accountEnabled eq true andaccountEnabled eq true',
    '(accountEnabled eq true',
    'accountEnabled eq true)',
    'accountEnabled eq userType',
    "startswith(displayName,'A')",
    "mail eq 'alice@contoso.example'",
    "userType eq 'Owner'",
    'userType eq Member',
    "contains(userType,'M')",
    "groupTypes/all(g:g eq 'Unified')",
    "groupTypes/any(g:h eq 'Unified')",
    "groupTypes/any(g:g/x eq 'Unified')",
    "groupTypes/any(g:g eq 'Unified' and g eq 'Unified')",
    'groupTypes/any()',
    "groupTypes/any(g:not(g eq 'Unified'))",
    'assignedLicenses/any(u:u/weight eq -1)',
    'assignedLicenses/any eq 1',
    'assignedLicenses/any(',
    'assignedLicenses/any(1:u/weight eq 1)',
    'assignedLicenses/any(u u/weight eq 1)',
    'assignedLicenses/any(u:)',
    'assignedLicenses/any(u:u/weight)',
    'assignedLicenses/any(u:u/weight eq 1',
    '(accountEnabled eq true',
    'accountEnabled',
    'assignedLicenses/$count ne 101',
    'receivedDateTime ge 2026-02-30T00:00:00Z',
    'receivedDateTime add 1 ge 2026-02-20',
    'siteCollection/root ne true',
    `id eq '${opened}'`,
    'id eq p~token',
    "accountEnabled eq true\nand userType eq 'Member'",
    `${'('.repeat(11)}accountEnabled eq true${')'.repeat(11)}`,
    Array(21).fill('accountEnabled eq true').join(' and '),
    `accountEnabled eq true${' '.repeat(5_000)}`,
  ])('rejects %s', (text) => {
    expect(sent(text)).toBeUndefined();
  });

  it('keeps a token closed until it is opened, and fails when it opens to another kind', () => {
    const parts = filter("id eq 'p~token'", { plainValues: false }) ?? [];
    expect(openParts(parts, () => ({ ok: false, reason: 'invalid' }))).toEqual({ ok: false, reason: 'invalid' });
    expect(openParts(parts, () => ({ ok: true, value: "x' or 1 eq 1" }))).toEqual({ ok: false, reason: 'invalid' });
  });

  it('accepts plain values instead of tokens if the URL comes from Graph', () => {
    expect(filter(`id eq '${opened}'`, { plainValues: true })).toBeDefined();
  });
});

describe('readFilter', () => {
  it('never throws, and can read its own output', () => {
    const word = fc.constantFrom(
      'and',
      'or',
      'not',
      'eq',
      'ne',
      '(',
      ')',
      ' ',
      "'",
      "''",
      ':',
      '/',
      'any',
      'x',
      '1',
      'a/b',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const read = readFilter(words.join(''));
        if (read === undefined) return;
        const written = read.map(({ path, any, operator, literal }) => {
          const value = literal.quoted ? `'${literal.text.replaceAll("'", "''")}'` : literal.text;
          return any === undefined
            ? `${path} ${operator} ${value}`
            : `${path}/any(v:v${any === '' ? '' : `/${any}`} ${operator} ${value})`;
        });
        expect(readFilter(written.join(' and '))).toEqual(read);
      }),
      { numRuns: 2_000 },
    );
  });
});

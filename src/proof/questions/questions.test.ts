import { privacyTable as privacy, typeIndex as types } from '../../graph-types/type-index.ts';
import { compile } from '../../rule-forms/index.ts';
import { findingsOf } from '../count-proof.ts';
import { prove } from '../prove.ts';

const token = '{ kind: user-id, format: reversible-pseudonym }';

type Endpoint = {
  readonly path?: string;
  readonly parameters?: string;
  readonly query?: string;
  readonly response?: string;
  readonly rest?: string;
};

const endpoint = ({ path = 'users', parameters = '{}', query = '{}', response, rest = '' }: Endpoint): string => `
  - pathTemplate: /v1.0/${path}
    ${/\/\{[^}]*\}$|^me$/.test(path) ? '' : 'collection: true'}
    pathParameterSchemas: ${parameters}
    queryParamSchemas: ${query}
    ${rest}
    response: ${response ?? '{ id: !<pseudonymize> { includeReversible: true }, accountEnabled: keep, createdDateTime: keep }'}`;

const asked = (...endpoints: readonly Endpoint[]): readonly string[] => {
  const text = `endpoints:${endpoints.map(endpoint).join('')}\n`;
  const input = { title: 'test', main: { path: 'rules.yaml', text }, shared: [], overlays: [] };
  const { plan, notes, diagnostics } = compile({ ...input, types, privacy, builtIn: false });
  if (plan === undefined || notes === undefined) throw new Error(JSON.stringify(diagnostics));
  return findingsOf(prove({ plan, notes }, { types, privacy }, { everythingJudged: false })).map(({ code }) => code);
};

describe('the type of the path', () => {
  it('takes the type from the path when the rules name none', () => {
    expect(asked({ path: 'groups', response: '{ id: !<pseudonymize> {}, mail: keep }' })).toEqual([
      'proof/keeps-direct-identifier',
    ]);
  });

  it.each(['directoryRole', 'channel', 'team', 'directoryObject'])('rejects %s as the type of users', (entity) => {
    expect(asked({ rest: `entity: ${entity}`, response: '{ id: !<pseudonymize> {} }' })).toContain(
      'proof/entity-of-path',
    );
  });

  it('judges properties by the type of the path, whatever the rules name', () => {
    const response = '{ displayName: !<keep> { reason: names of roles are alike everywhere } }';
    expect(asked({ rest: 'entity: directoryRole', response })).toEqual([
      'proof/entity-of-path',
      'proof/keeps-direct-identifier',
    ]);
  });

  it.each(['people/everybody', 'user', 'users/{id}/{id2}/events'])('rejects a path that is unknown: %s', (path) => {
    const parameters = `{ ${path.includes('{id}') ? `id: ${token}, id2: ${token}` : ''} }`;
    expect(asked({ path, parameters, rest: 'entity: event', response: '{ id: !<tokenize> {} }' })).toContain(
      'proof/unknown-path',
    );
  });

  it('rejects a path that names one person, and takes well-known names', () => {
    expect(
      asked({ path: 'users/0f8fad5b-d9cb-469f-a165-70867728950e/events', response: '{ isAllDay: keep }' }),
    ).toEqual(['proof/literal-id']);
    expect(asked({ path: 'sites/root/drives', response: '{ driveType: keep }' })).toEqual([]);
  });
});

describe('what parameters may carry', () => {
  const one = (schema: string): readonly string[] =>
    asked({ path: 'users/{userId}', parameters: `{ userId: ${schema} }` });

  it.each([
    ['a token', token, []],
    ['any text', '{ type: string }', ['proof/takes-anything']],
    ['a pattern', '{ pattern: "[0-9]{4}" }', ['proof/takes-pattern']],
    ['a pattern that an address fits', '{ pattern: ".*" }', ['proof/takes-pattern']],
    ['addresses', '{ enum: [alice@contoso.example] }', ['proof/takes-foreign-words']],
    ['words of an enum as an id', '{ enum: [high] }', ['proof/takes-foreign-words']],
    ['an id in plain', '{ kind: user-id }', ['proof/takes-plain-ids']],
    ['a number in the place of an id', '{ type: integer, minimum: 1, maximum: 9 }', ['proof/takes-plain-ids']],
  ])('judges %s in the path', (_what, schema, expected) => {
    expect(one(schema)).toEqual(expected);
  });

  it.each([
    ['a date', '{ from: { type: date-time } }', []],
    ['a bounded number', '{ days: { type: integer, minimum: 1, maximum: 5 } }', []],
    ['any number', '{ employee: { type: integer } }', ['proof/takes-unbounded-number']],
    ['paging', '{ $top: { type: integer }, $skip: { type: integer }, $count: { type: boolean } }', []],
    ['words of Microsoft', '{ model: { enum: [A, B] }, importance: { enum: [high, low] } }', []],
    ['other words', '{ model: { enum: [alice] } }', ['proof/takes-foreign-words']],
    ['a word or a date', '{ token: { oneOf: [{ enum: [latest] }, { type: date-time }] } }', []],
    [
      'another word or a date',
      '{ token: { oneOf: [{ enum: [alice] }, { type: date-time }] } }',
      ['proof/takes-foreign-words'],
    ],
    ['a kind', '{ user: { kind: group-id } }', ['proof/takes-plain-ids']],
    ['properties', '{ $select: { enum: [id, "id,accountEnabled"] } }', []],
    ['expanded properties', '{ $expand: { enum: [manager, manager($select=id;$levels=max)] } }', []],
    [
      'an expanded property with a question',
      `{ $expand: { enum: ["manager($filter=displayName eq 'A')"] } }`,
      ['proof/expands-with-options'],
    ],
    [
      'an order by what is kept',
      '{ $orderby: { enum: [createdDateTime desc, "accountEnabled,createdDateTime"] } }',
      [],
    ],
    ['an order by a name', '{ $orderby: { enum: [displayName] } }', ['proof/orders-by-what-is-not-kept']],
    ['an order by an id', '{ $orderby: { enum: [id] } }', ['proof/orders-by-what-is-not-kept']],
  ])('judges %s in the query', (_what, query, expected) => {
    expect(asked({ query })).toEqual(expected);
  });

  it('rejects a count beside a filter where the response lists types only', () => {
    const response = '{ $byType: { "#microsoft.graph.user": { id: !<pseudonymize> { of: user-id } } } }';
    const parameters = '{ groupId: { kind: group-id, format: reversible-pseudonym } }';
    const filter = '$filter: { comparisons: { id: { operators: [eq], kind: user-id, format: reversible-pseudonym } } }';
    const path = 'groups/{groupId}/members';
    const members = (query: string) => asked({ path, parameters, query, response });
    expect(members(`{ ${filter}, $count: { type: boolean } }`)).toContain('proof/counts-what-is-dropped');
    expect(members('{ $count: { type: boolean } }')).not.toContain('proof/counts-what-is-dropped');
    expect(members(`{ ${filter} }`)).not.toContain('proof/counts-what-is-dropped');
    expect(
      asked({
        query:
          '{ $filter: { comparisons: { accountEnabled: { operators: [eq], type: boolean } } }, $count: { type: boolean } }',
      }),
    ).toEqual([]);
  });

  it('rejects headers that carry any text', () => {
    expect(asked({ rest: 'allowedRequestHeaders: [X-AnchorMailbox, ConsistencyLevel]' })).toEqual([
      'proof/passes-unknown-header',
    ]);
  });
});

describe('the comparisons of a filter', () => {
  const response =
    '{ id: !<pseudonymize> {}, accountEnabled: keep, userType: keep, createdDateTime: !<truncateTime> { unit: month }, assignedLicenses: [{ skuId: keep }], manager: { id: !<pseudonymize> {} } }';
  const form = (text: string, holes = '{}'): readonly string[] =>
    asked({ query: `{ $filter: { forms: [${JSON.stringify(text)}], holes: ${holes} } }`, response });
  const comparison = (path: string, rule: string): readonly string[] =>
    asked({ query: `{ $filter: { comparisons: { ${path}: ${rule} } } }`, response });

  it.each([
    ['day', 'date', '[ge, lt]', []],
    ['hour', 'date', '[ge]', []],
    ['second', 'date', '[lt]', []],
    // A month's first day isn't a day's bound: days inside the month would tell the day.
    ['month', 'date', '[ge, lt]', ['proof/filters-what-is-not-kept']],
    ['year', 'date', '[ge]', ['proof/filters-what-is-not-kept']],
    // Bisects to the second.
    ['day', 'date-time', '[ge, lt]', ['proof/filters-what-is-not-kept']],
    // Tells what happened at midnight sharp.
    ['day', 'date', '[gt]', ['proof/filters-what-is-not-kept']],
    ['day', 'date', '[ge, le]', ['proof/filters-what-is-not-kept']],
    ['day', 'date', '[eq]', ['proof/filters-what-is-not-kept']],
  ])('judges bounds of a time that replies truncate to its %s: %s with %s', (unit, type, operators, expected) => {
    const created = `createdDateTime: { operators: ${operators}, type: ${type} }`;
    expect(
      asked({
        query: `{ $filter: { comparisons: { ${created} } } }`,
        response: `{ id: !<pseudonymize> {}, createdDateTime: !<truncateTime> { unit: ${unit} } }`,
      }),
    ).toEqual(expected);
  });

  it('takes no bounds of a local time, whose day has another beginning', () => {
    expect(
      asked({
        path: 'users/{userId}/events',
        parameters: `{ userId: ${token} }`,
        query: '{ $filter: { comparisons: { start/dateTime: { operators: [ge], type: date, quoted: true } } } }',
        response: '{ id: !<tokenize> {}, start: { dateTime: !<truncateTime> { unit: day } } }',
      }),
    ).toEqual(['proof/filters-what-is-not-kept']);
  });

  it('orders by no time that replies truncate', () => {
    expect(
      asked({
        query: '{ $orderby: { enum: [createdDateTime desc] } }',
        response: '{ id: !<pseudonymize> {}, createdDateTime: !<truncateTime> { unit: day } }',
      }),
    ).toEqual(['proof/orders-by-what-is-not-kept']);
  });

  it.each([
    ['accountEnabled eq true'],
    ["userType eq 'Member'"],
    ["accountEnabled eq true and userType eq 'guest'"],
    ['assignedLicenses/$count eq 0'],
    ['manager/id ne null'],
  ])('takes %s', (text) => {
    expect(form(text)).toEqual([]);
  });

  it.each([
    ["userType eq 'Alice'", 'proof/takes-foreign-words'],
    ["mail eq 'alice@contoso.example'", 'proof/filters-what-is-not-kept'],
    ["department eq 'Legal'", 'proof/filters-what-is-not-kept'],
    ['createdDateTime ge 2026-03-01T00:00:00Z', 'proof/filters-what-is-not-kept'],
    ["startsWith(displayName,'A')", 'proof/filters-by-text'],
    ['not accountEnabled eq true', 'proof/filters-by-text'],
    ["accountEnabled eq true or userType eq 'Guest'", 'proof/filters-by-text'],
    ["noSuchProperty eq 'x'", 'proof/filters-what-is-not-kept'],
  ])('rejects %s', (text, code) => {
    expect(form(text)).toEqual([code]);
  });

  it('accepts a token for a property that leaves as one, only for equality', () => {
    expect(form("id eq '{user}'", `{ user: ${token} }`)).toEqual([]);
    expect(form("id gt '{user}'", `{ user: ${token} }`)).toEqual(['proof/filters-what-is-not-kept']);
    expect(form("mail eq '{user}'", `{ user: ${token} }`)).toEqual(['proof/filters-what-is-not-kept']);
    expect(form("id eq '{user}'", '{ user: { kind: user-id } }')).toEqual(['proof/filters-what-is-not-kept']);
  });

  it('judges listed comparisons alike', () => {
    expect(comparison('accountEnabled', '{ operators: [eq], type: boolean }')).toEqual([]);
    expect(comparison('createdDateTime', '{ operators: [ge], type: date-time }')).toEqual([
      'proof/filters-what-is-not-kept',
    ]);
    expect(comparison('userType', '{ operators: [eq], enum: [Member, Guest] }')).toEqual([]);
    expect(comparison('userType', '{ operators: [eq], enum: [Member, Alice] }')).toEqual(['proof/takes-foreign-words']);
    expect(comparison('userType', '{ operators: [eq], pattern: ".*" }')).toEqual(['proof/takes-pattern']);
    expect(comparison('mail', `{ operators: [eq], kind: user-id, format: reversible-pseudonym }`)).toEqual([
      'proof/filters-what-is-not-kept',
    ]);
  });
});

describe('plain ids', () => {
  const plainUser = { response: '{ id: !<keep> { format: guid, reason: chosen } }' };
  const events = { path: 'users/{userId}/events', parameters: '{ userId: { kind: user-id } }' };

  it('accepts them if the id of the type leaves in plain', () => {
    expect(asked(plainUser, { ...events, response: '{ isAllDay: keep }' })).toEqual([]);
  });

  it('rejects them if another id leaves in plain', () => {
    const response = '{ id: !<tokenize> {}, transactionId: !<keep> { reason: chosen } }';
    expect(asked({}, { ...events, response })).toEqual(['proof/takes-plain-ids']);
  });

  it('rejects them if the id of the type leaves in both forms', () => {
    const members = { path: 'directoryObjects', response: '{ id: !<pseudonymize> {} }' };
    expect(asked(plainUser, members, { ...events, response: '{ isAllDay: keep }' })).toEqual(['proof/takes-plain-ids']);
  });
});

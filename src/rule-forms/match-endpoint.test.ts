import { ephemeralKeyring } from '../adapters/memory/index.ts';
import type { Plan } from '../plan/index.ts';
import type { EndpointMatch } from '../plan/match/match.ts';
import { parseTarget } from '../proxy/read-call.ts';
import { formOf, planOf, selectOf, tokenOf, top } from '../proxy/testing/plans.ts';
import type { QueryParameterPlan } from '../rules/plan/index.ts';
import { prepareMatcher } from './prepared.ts';

const { pseudonyms } = ephemeralKeyring();
const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const userToken = pseudonyms.tokenize(guid, 'user-id');

const targetOf = (text: string) => {
  const parsed = parseTarget(text);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.target;
};

type UpstreamTarget = {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly plainValues?: boolean;
};

const matchOf = (
  plan: Plan,
  text: string,
  { method = 'GET', headers = {}, plainValues = false }: UpstreamTarget = {},
): EndpointMatch => prepareMatcher(plan).match({ method, target: targetOf(text), headers }, { plainValues });

const askedOf = (plan: Plan, text: string, asked?: UpstreamTarget) => {
  const matching = matchOf(plan, text, asked);
  if (!matching.ok) return matching.why;
  const opening = matching.open(pseudonyms.open);
  return opening.ok ? opening.request : opening.reason;
};

const targetAsked = (plan: Plan, text: string, asked?: UpstreamTarget) => {
  const answer = askedOf(plan, text, asked);
  return typeof answer === 'string' ? answer : answer.target;
};

const users = planOf([
  { template: '/v1.0/users', shape: 'collection', query: [top, selectOf('id', 'mail', 'accountEnabled')] },
  { template: '/v1.0/users/delta()', shape: 'delta' },
  { template: '/v1.0/users/{userId}', parameters: { userId: tokenOf('user-id') } },
  { template: '/v1.0/users/{userId}/events', parameters: { userId: tokenOf('user-id') }, shape: 'collection' },
]);

describe('a path of the beta version', () => {
  const both = planOf([
    { template: '/v1.0/users', shape: 'collection', query: [top] },
    { template: '/v1.0/users/{userId}', parameters: { userId: tokenOf('user-id') } },
    { template: '/beta/users/{userId}', parameters: { userId: tokenOf('user-id') }, query: [top] },
  ]);

  it.each([
    ['/beta/users?$top=5', '/v1.0/users?$top=5'],
    ['/BETA/Users?$top=5', '/v1.0/users?$top=5'],
    ['/%62eta/users', '/v1.0/users'],
    [`/beta/users/${userToken}?$top=5`, `/beta/users/${guid}?$top=5`],
    [`/v1.0/users/${userToken}`, `/v1.0/users/${guid}`],
  ])('asks %s where the rules have it', (asked, expected) => {
    expect(targetAsked(both, asked)).toBe(expected);
  });

  it('is refused if the rules have it in no version', () => {
    expect(targetAsked(both, '/beta/groups')).toMatch(/no endpoint/);
  });
});

describe('matching a path', () => {
  it('takes the first endpoint in file order', () => {
    const twice = planOf([
      { template: '/v1.0/users/{first}', parameters: { first: { kind: 'user-id' } } },
      { template: '/v1.0/users/{second}', parameters: { second: { kind: 'user-id' } } },
    ]);
    expect(matchOf(twice, `/v1.0/users/${guid}`)).toMatchObject({ ok: true, index: 0 });
  });

  it('compares literals ignoring ASCII case and sends the rule’s own spelling', () => {
    expect(targetAsked(users, `/V1.0/USERS/${userToken}/Events`)).toBe(`/v1.0/users/${guid}/events`);
  });

  it('takes an empty () after a bound function’s name for none', () => {
    expect(targetAsked(users, '/v1.0/users/delta()')).toBe('/v1.0/users/delta');
    expect(targetAsked(users, '/v1.0/users/delta')).toBe('/v1.0/users/delta');
  });

  it.each([
    ['a path that no endpoint has', '/v1.0/me'],
    ['a longer path', `/v1.0/users/${userToken}/events/x`],
    ['a shorter path', '/v1.0'],
    ['a trailing slash', '/v1.0/users/'],
    ['key syntax', `/v1.0/users('${guid}')`],
    ['empty parentheses after what is no function', '/v1.0/users()'],
    ['a cast', '/v1.0/users/microsoft.graph.user'],
    ['$value', '/v1.0/users/$value'],
    ['$count', '/v1.0/users/$count'],
    ['$ref', '/v1.0/users/$ref'],
    ['$batch', '/v1.0/$batch'],
    ['$metadata', '/v1.0/$metadata'],
    ['another version', '/v2.0/users'],
    ['a letter that only Unicode folds', '/v1.0/u\u017fers'.replace('\u017f', '%C5%BF')],
  ])('refuses %s', (_, text) => {
    expect(matchOf(users, text).ok).toBe(false);
  });

  it('refuses other methods than GET', () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'get'])
      expect(matchOf(users, '/v1.0/users', { method })).toMatchObject({ ok: false, why: 'only GET is allowed' });
  });

  it('rejects a plain value if a pseudonym is required, without repeating the value', () => {
    const matching = matchOf(users, '/v1.0/users/alice@contoso.example');
    expect(matching).toMatchObject({ ok: false, nearest: { pathTemplate: '/v1.0/users/{userId}' } });
    expect(JSON.stringify(matching)).not.toContain('alice');
    expect(matching).toMatchObject({ why: expect.stringContaining('path parameter userId must be a pseudonym (p~…)') });
  });

  it('accepts the plain value if the URL comes from Graph', () => {
    expect(targetAsked(users, `/v1.0/users/${guid}/events`, { plainValues: true })).toBe(`/v1.0/users/${guid}/events`);
    expect(matchOf(users, '/v1.0/users/AAMkAGI1', { plainValues: true }).ok).toBe(false);
  });

  it('accepts a plain value or a token if the rule accepts both, and only the value if it refuses tokens', () => {
    const either = planOf([{ template: '/g/{id}', parameters: { id: { kind: 'group-id', token: 'accepted' } } }]);
    const plainOnly = planOf([{ template: '/g/{id}', parameters: { id: { kind: 'group-id' } } }]);
    expect(targetAsked(either, `/g/${pseudonyms.tokenize(guid, 'group-id')}`)).toBe(`/g/${guid}`);
    expect(targetAsked(either, `/g/${userToken}`)).toBe('invalid');
    expect(targetAsked(either, `/g/${guid}`)).toBe(`/g/${guid}`);
    expect(targetAsked(plainOnly, `/g/${guid}`)).toBe(`/g/${guid}`);
    expect(matchOf(plainOnly, `/g/${userToken}`).ok).toBe(false);
  });

  it('rejects a plain address even if no token is required', () => {
    for (const token of ['accepted', 'refused'] as const) {
      const people = planOf([{ template: '/u/{id}', parameters: { id: { kind: 'user-id', token } } }]);
      expect(matchOf(people, '/u/alice@contoso.example').ok).toBe(false);
      expect(matchOf(people, '/u/alice@contoso.example', { plainValues: true }).ok).toBe(true);
      expect(targetAsked(people, `/u/${guid}`)).toBe(`/u/${guid}`);
    }
  });

  it('opens a token with a percent-encoded tilde', () => {
    expect(targetAsked(users, `/v1.0/users/${userToken.replace('~', '%7E')}`)).toBe(`/v1.0/users/${guid}`);
  });

  it('refuses to open an irreversible token, a changed one, and one of another kind', () => {
    const changed = `${userToken.slice(0, -2)}${userToken.endsWith('AA') ? 'BB' : 'AA'}`;
    const otherKind = pseudonyms.tokenize(guid, 'group-id');
    const dots = pseudonyms.tokenize('..', 'user-id');
    const irreversible = pseudonyms.pseudonymize(guid, 'user-id', { reversible: false, domain: 'keep' }).token;
    for (const token of [changed, otherKind, 'p~', `p~${'A'.repeat(43)}`])
      expect([token, askedOf(users, `/v1.0/users/${token}`)]).toEqual([token, 'invalid']);
    for (const token of [irreversible, dots, 't~short'])
      expect([token, askedOf(users, `/v1.0/users/${token}`)]).toEqual([token, 'irreversible']);
  });

  it('encodes an opened value for its place', () => {
    const guest = pseudonyms.tokenize("o'brien_fabrikam.example#EXT#@contoso.example", 'user-id');
    expect(targetAsked(users, `/v1.0/users/${guest}`)).toBe(
      '/v1.0/users/o%27brien_fabrikam.example%23ext%23@contoso.example',
    );
  });

  it('refuses a value without a kind that is written like OData syntax, a path or dots', () => {
    const free = planOf([{ template: '/x/{id}', parameters: { id: { token: 'accepted' } } }]);
    expect(targetAsked(free, '/x/abc-1')).toBe('/x/abc-1');
    for (const text of ['/x/$value', "/x/a('b')", '/x/Microsoft.Graph.user', '/x/a%20b', '/x/%25'])
      expect([text, matchOf(free, text).ok]).toEqual([text, false]);
    for (const text of ['a/b', '..', '.', 'a\\b', '$batch', 'a\u0000'])
      expect([text, typeof askedOf(free, `/x/${pseudonyms.tokenize(text, 'user-id')}`)]).toEqual([text, 'string']);
  });
});

describe('the least page of an endpoint', () => {
  const [endpoint] = planOf([
    {
      template: '/v1.0/users',
      shape: 'collection',
      query: [top],
      prefer: { allowed: ['odata.maxpagesize', 'idtype'], always: [] },
    },
  ]).endpoints;
  if (endpoint === undefined) throw new Error('an endpoint');
  const raising = { ...endpoint, request: Object.assign({}, endpoint.request, { leastPage: 100 }) };
  const least: Plan = { ...users, endpoints: [raising] };
  const requestOf = (text: string, prefer?: string) => {
    const asked = askedOf(least, text, prefer === undefined ? {} : { headers: { prefer } });
    if (typeof asked === 'string') return asked;
    const { named: _, ...request } = asked;
    return request;
  };

  it('raises $top, and reports it', () => {
    expect(requestOf('/v1.0/users?$top=5')).toEqual({ target: '/v1.0/users?$top=100', headers: {}, raisedPage: 100 });
    expect(requestOf('/v1.0/users?$top=500')).toEqual({ target: '/v1.0/users?$top=500', headers: {} });
    expect(requestOf('/v1.0/users')).toEqual({ target: '/v1.0/users', headers: {} });
  });

  it('raises links that Graph wrote before', () => {
    const { followable } = prepareMatcher(least);
    expect(followable(0, '/v1.0/users?$top=5&$skiptoken=a')).toBe('/v1.0/users?$top=100&$skiptoken=a');
    expect(prepareMatcher(users).followable(0, '/v1.0/users?$top=5')).toBe('/v1.0/users?$top=5');
  });

  it('raises the preference, and reports it', () => {
    expect(requestOf('/v1.0/users', 'odata.maxpagesize=5')).toEqual({
      target: '/v1.0/users',
      headers: { prefer: 'odata.maxpagesize=100' },
      raisedPage: 100,
    });
    expect(requestOf('/v1.0/users', 'odata.maxpagesize=500')).toEqual({
      target: '/v1.0/users',
      headers: { prefer: 'odata.maxpagesize=500' },
    });
    expect(requestOf('/v1.0/users?$top=5', 'IdType=x')).toEqual({
      target: '/v1.0/users?$top=100',
      headers: { prefer: 'IdType=x' },
      raisedPage: 100,
    });
  });
});

describe('matching a function segment', () => {
  const calls = planOf([
    {
      template: '/v1.0/communications/callRecords/getPstnCalls(fromDateTime={from},toDateTime={to})',
      parameters: { from: { type: 'date' }, to: { type: 'date' } },
      shape: 'collection',
    },
    {
      template: '/v1.0/communications/callRecords/microsoft.graph.callRecords.getPstnCalls(from={from})',
      parameters: { from: { type: 'date' } },
    },
    {
      template: "/v1.0/sites/getByName(name='{name}')",
      parameters: { name: { pattern: "[a-z ']+", token: 'accepted' } },
    },
  ]);
  const base = '/v1.0/communications/callRecords';

  it('reads typed arguments in any order and writes them in the rule’s', () => {
    expect(targetAsked(calls, `${base}/getpstncalls(toDateTime=2026-02-01,fromDateTime=2026-01-01)`)).toBe(
      `${base}/getPstnCalls(fromDateTime=2026-01-01,toDateTime=2026-02-01)`,
    );
  });

  it('matches a name with its namespace if the rule includes it', () => {
    const text = `${base}/microsoft.graph.callRecords.getPstnCalls(from=2026-01-01)`;
    expect(targetAsked(calls, text)).toBe(text);
    expect(matchOf(calls, `${base}/callRecords.getPstnCalls(from=2026-01-01)`).ok).toBe(false);
  });

  it('encodes and quotes a text argument', () => {
    expect(targetAsked(calls, "/v1.0/sites/getByName(name='o''neil%20works')")).toBe(
      "/v1.0/sites/getByName(name='o%27%27neil%20works')",
    );
    expect(targetAsked(calls, `/v1.0/sites/getByName(name='${pseudonyms.tokenize("it's", 'user-id')}')`)).toBe(
      "/v1.0/sites/getByName(name='it%27%27s')",
    );
  });

  it.each([
    'getPstnCalls',
    'getPstnCalls()',
    'getPstnCalls(fromDateTime=2026-01-01)',
    'getPstnCalls(fromDateTime=2026-01-01,)',
    'getPstnCalls(fromDateTime=2026-01-01,fromDateTime=2026-01-02,toDateTime=2026-01-01)',
    "getPstnCalls(fromDateTime='2026-01-01',toDateTime=2026-02-01)",
    'getPstnCalls(fromDateTime=2026-13-01,toDateTime=2026-02-01)',
    'getPstnCalls(fromDateTime=2026-01-01,toDateTime=2026-02-01,x=1)',
    'getPstnCalls(fromDateTime=2026-01-01,toDateTime=2026-02-01)x',
    'getDirectRoutingCalls(fromDateTime=2026-01-01,toDateTime=2026-02-01)',
  ])('refuses %s', (segment) => {
    expect(matchOf(calls, `${base}/${segment}`).ok).toBe(false);
  });

  it('reads a long list of arguments in linear time', () => {
    const started = performance.now();
    expect(matchOf(calls, `${base}/getPstnCalls(${"a=',".repeat(3_000)})`).ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('matching a query', () => {
  const query: readonly QueryParameterPlan[] = [
    top,
    selectOf('id', 'mail', 'start'),
    { name: '$count', required: false, type: 'value', value: { type: 'boolean', token: 'refused' } },
    { name: 'startDateTime', required: true, type: 'value', value: { type: 'date-time', token: 'refused' } },
    { name: '$orderby', required: false, type: 'enum', values: ['start/dateTime', 'start/dateTime desc'] },
    {
      name: '$filter',
      required: false,
      type: 'forms',
      forms: [
        formOf("start/dateTime ge '{from}' and end/dateTime lt '{to}'", {
          from: { type: 'date-time' },
          to: { type: 'date-time' },
        }),
        formOf('createdDateTime ge {from}', { from: { type: 'date-time' } }),
        formOf("id eq '{user}'", { user: tokenOf('user-id') }),
        formOf("JoinWebUrl eq '{url}'", { url: { kind: 'join-url', token: 'accepted' } }),
        formOf("members/any(m:m eq '{mail}')", { mail: { kind: 'mail-address', token: 'required' } }),
      ],
    },
    { name: 'who', required: false, type: 'value', value: { type: 'string', kind: 'user-id', token: 'accepted' } },
  ];
  const events = planOf([{ template: '/v1.0/events', shape: 'collection', query }]);
  const start = 'startDateTime=2026-03-01T00:00:00Z';
  const all = '$select=id,mail,start';
  const ask = (search: string) => targetAsked(events, `/v1.0/events?${search}`);

  it('takes names in any case and with or without $, and sends them as the rule spells them', () => {
    expect(ask(`STARTDATETIME=2026-03-01&top=5&%24Count=True`)).toBe(
      `/v1.0/events?$top=5&${all}&$count=true&startDateTime=2026-03-01`,
    );
  });

  it('takes a time with a small z, as pages of Microsoft write it, and sends a capital one', () => {
    expect(ask('startDateTime=2026-03-01t00:00:00z')).toContain('startDateTime must be a date and time');
    expect(ask(`startDateTime=2026-03-01T00:00:00.000z&$filter=createdDateTime%20ge%202026-03-01T00:00:00z`)).toBe(
      `/v1.0/events?${all}&startDateTime=2026-03-01T00:00:00.000Z&$filter=createdDateTime%20ge%202026-03-01T00:00:00Z`,
    );
  });

  it.each([
    [
      'a name that is not listed',
      `${start}&$search=alice`,
      "query parameter $search isn't allowed here; allowed: $top, ",
    ],
    ['an unlisted name without $', `${start}&expand=manager`, "query parameter $expand isn't allowed here"],
    ['a name that OData does not have', `${start}&alice=1`, "a query parameter isn't allowed here"],
    ['one name twice', `${start}&$top=1&top=2`, 'query parameter $top is given twice'],
    ['a missing required one', '$top=1', 'query parameter startDateTime is missing'],
    ['a name without a value', `${start}&$top`, 'query parameter $top has no value'],
    ['text for an integer', `${start}&$top=alice`, '$top must be an integer from 1 to 999'],
    ['an integer that is too large', `${start}&$top=1000`, '$top must be an integer from 1 to 999'],
    ['an integer that is too small', `${start}&$top=0`, '$top must be an integer from 1 to 999'],
    ['a number that is no integer', `${start}&$top=1e2`, '$top must be an integer from 1 to 999'],
    ['what is no boolean', `${start}&$count=1`, '$count must be true or false'],
    ['what is no date', 'startDateTime=yesterday', 'startDateTime must be a date and time'],
    ['a day that is not there', 'startDateTime=2026-02-30T00:00:00Z', 'startDateTime must be a date and time'],
    ['an hour that is not there', 'startDateTime=2026-02-20T25:00:00Z', 'startDateTime must be a date and time'],
    ['an order that is not listed', `${start}&$orderby=subject`, '$orderby must be one of: start/dateTime | '],
    ['a filter of no form', `${start}&$filter=startswith(mail,'a')`, '$filter must be of one of these forms'],
    [
      'a filter with more behind',
      `${start}&$filter=createdDateTime ge 2026-01-01 or 1 eq 1`.replaceAll(' ', '%20'),
      '$filter',
    ],
    ['a literal that ends early', `${start}&$filter=id%20eq%20'a'%20or%20'a'`, '$filter'],
    ['a bare hole with syntax', `${start}&$filter=createdDateTime%20ge%20now()`, '$filter'],
    ['a plain value in a hole that demands a token', `${start}&$filter=id%20eq%20'${guid}'`, '$filter'],
    ['a person of another kind', `${start}&who=AAMk`, 'who must be a person'],
  ])('rejects %s and names the part that failed', (_, search, why) => {
    const answer = ask(search);
    expect(answer).toContain(why);
    for (const value of ['alice', 'yesterday', '2026', 'AAMk'])
      expect(answer.replace('(2026-03-01T', '')).not.toContain(value);
  });

  it('narrows $select to kept properties, in the caller’s order, and never to nothing', () => {
    const narrowed = (given: string) => /\$select=([^&]*)/.exec(ask(`${start}&$select=${given}`))?.[1];
    expect(narrowed('START,displayName,id')).toBe('start,id');
    expect(narrowed('start/dateTime,%20mail')).toBe('start,mail');
    expect(narrowed('displayName')).toBe('id');
    expect(narrowed('')).toBe('id,mail,start');
    expect(narrowed('*')).toBe('id,mail,start');
    expect(narrowed('id,id')).toBe('id');
    expect(narrowed("id)%26$expand=x('")).toBe('id');
    expect(targetAsked(planOf([{ template: '/x', query: [selectOf('mail')] }]), '/x?$select=a')).toBe(
      '/x?$select=mail',
    );
  });

  it('opens a token inside a filter and doubles its quotes', () => {
    expect(ask(`${start}&$filter=id%20eq%20'${userToken}'`)).toContain(`&$filter=id%20eq%20'${guid}'`);
    const mail = pseudonyms.pseudonymize("o'brien@contoso.example", 'mail-address', {
      reversible: true,
      domain: 'keep',
    }).token;
    expect(ask(`${start}&$filter=members/any(m:m%20eq%20'${mail}')`)).toContain(
      "$filter=members/any(m:m%20eq%20'o''brien@contoso.example')",
    );
  });

  it('refuses to open a token of another kind inside a filter', () => {
    const other = pseudonyms.tokenize("x' or 'a' eq 'a", 'department');
    expect(ask(`${start}&$filter=id%20eq%20'${other}'`)).toBe('invalid');
    expect(ask(`${start}&who=${other}`)).toBe('invalid');
  });

  it('puts a join link into a quoted literal, percent-encoded as a whole', () => {
    const url = 'https://teams.example/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d&a=b';
    const encoded = encodeURIComponent(url);
    expect(ask(`${start}&$filter=JoinWebUrl%20eq%20'${encoded}'`)).toContain(
      "$filter=JoinWebUrl%20eq%20'https://teams.example/l/meetup-join/19%253ameeting_x%2540thread.v2/0%3Fcontext%3D%257b%257d%26a%3Db'",
    );
    expect(ask(`${start}&$filter=JoinWebUrl%20eq%20'${pseudonyms.tokenize(url, 'join-url')}'`)).toContain(
      'meetup-join/19%253a',
    );
  });

  it('takes a listed order', () => {
    expect(ask(`${start}&$orderby=start/dateTime+desc`)).toContain('&$orderby=start/dateTime%20desc');
  });

  it('takes two literals and a bare date in forms', () => {
    expect(
      ask(`${start}&$filter=start/dateTime%20ge%20'2026-01-01T00:00:00'%20and%20end/dateTime%20lt%20'2026-02-01'`),
    ).toContain("$filter=start/dateTime%20ge%20'2026-01-01T00:00:00'%20and%20end/dateTime%20lt%20'2026-02-01'");
    expect(ask(`${start}&$filter=createdDateTime+ge+2026-01-01T00:00:00.1234567Z`)).toContain(
      '$filter=createdDateTime%20ge%202026-01-01T00:00:00.1234567Z',
    );
  });

  it('accepts Graph’s own link parameters only if the URL comes from Graph', () => {
    expect(ask(`${start}&$skiptoken=abc`)).toContain("$skiptoken isn't allowed here");
    expect(targetAsked(events, `/v1.0/events?${start}&$skiptoken=a%26b`, { plainValues: true })).toContain(
      '$skiptoken=a%26b',
    );
    expect(targetAsked(events, '/v1.0/events?$deltatoken=abc', { plainValues: true })).toContain('$deltatoken=abc');
    const entity = planOf([{ template: '/x' }]);
    expect(targetAsked(entity, '/x?$skiptoken=abc', { plainValues: true })).toContain('allowed: none');
  });
});

describe('matching values', () => {
  const valued = (plan: Parameters<typeof planOf>[0][number]['parameters']) =>
    planOf([{ template: '/{v}', ...(plan && { parameters: plan }) }]);

  it.each([
    [{ type: 'integer', minimum: 2 }, '/1', 'an integer of at least 2'],
    [{ type: 'integer', maximum: 2 }, '/3', 'an integer of at most 2'],
    [{ type: 'integer' }, '/01', 'an integer'],
    [{ type: 'date' }, '/2026-02-29', 'a date (2026-03-01)'],
    [{ enum: ['a', 'b'] }, '/A', 'one of a, b'],
    [{ pattern: 'a+' }, '/ab', 'a text in the form of the rule'],
    [{ kind: 'no-such-kind' }, '/a', 'a text in the form of the rule'],
    [{ kind: 'no-such-kind', token: 'required' }, '/a', 'a pseudonym (p~…) that a reply gave'],
  ] as const)('refuses what does not fit %j', (plan, text, expected) => {
    expect(matchOf(valued({ v: plan }), text)).toMatchObject({
      ok: false,
      why: `path parameter v must be ${expected}`,
    });
  });

  it.each([
    [{ type: 'integer' }, '/-7'],
    [{ type: 'boolean' }, '/true'],
    [{ type: 'date' }, '/2028-02-29'],
    [{ type: 'date-time' }, '/2026-03-01T10:00:00+05:30'],
    [{ enum: ['a', 'b'] }, '/b'],
    [{ pattern: 'a+' }, '/aa'],
  ] as const)('accepts values for %j', (plan, text) => {
    expect(decodeURIComponent(targetAsked(valued({ v: plan }), text))).toBe(text);
  });

  it('reports that rules without endpoints have none', () => {
    expect(matchOf(planOf([]), '/x')).toEqual({
      ok: false,
      nearest: undefined,
      why: 'the rules have no endpoint',
      onPath: false,
    });
  });

  it('names the endpoint whose later segments fit too', () => {
    const parameters = { userId: tokenOf('user-id') };
    const people = planOf([
      { template: '/v1.0/users/{userId}/calendars', parameters },
      { template: '/v1.0/users/{userId}/events', parameters },
    ]);
    expect(matchOf(people, '/v1.0/users/alice@contoso.example/events')).toMatchObject({
      ok: false,
      nearest: { pathTemplate: '/v1.0/users/{userId}/events' },
    });
  });
});

describe('request headers', () => {
  const plan = planOf([
    {
      template: '/v1.0/users',
      headers: ['consistencylevel', 'authorization', 'x-amz-date', 'cookie', 'x-token'],
      prefer: { allowed: ['outlook.timezone', 'odata.maxpagesize'], always: ['IdType="ImmutableId"'] },
    },
  ]);
  const sent = (headers: Record<string, string>) => {
    const asked = askedOf(plan, '/v1.0/users', { headers });
    return typeof asked === 'string' ? asked : asked.headers;
  };

  it('sends only headers that the rules name, never those of a connection or of the proxy', () => {
    expect(
      sent({
        consistencylevel: 'eventual',
        authorization: 'Bearer x',
        'x-amz-date': '1',
        cookie: 'a=b',
        'x-other': '1',
      }),
    ).toEqual({ consistencylevel: 'eventual', prefer: 'IdType="ImmutableId"' });
  });

  it('leaves out a value that can’t be sent', () => {
    for (const value of ['a\r\nb: c', 'é', 'x'.repeat(3_000)])
      expect(sent({ consistencylevel: value })).toEqual({ prefer: 'IdType="ImmutableId"' });
  });

  it('opens tokens inside values', () => {
    expect(sent({ 'x-token': `user=${userToken};x` })).toMatchObject({ 'x-token': `user=${guid};x` });
    expect(sent({ 'x-token': `user=p~${'A'.repeat(50)}` })).toBe('invalid');
  });

  it.each([
    ['outlook.timezone="Pacific Standard Time"', 'outlook.timezone="Pacific Standard Time"'],
    ['odata.maxpagesize=50, return=minimal', 'odata.maxpagesize=50'],
    ['Odata.MaxPageSize = 50;x=1 ,, outlook.timezone="a b"', 'Odata.MaxPageSize=50, outlook.timezone="a b"'],
    ['outlook.timezone="a, IdType=\\"RestId\\"", odata.maxpagesize=5', 'odata.maxpagesize=5'],
    ['outlook.timezone="a, IdType=RestId", odata.maxpagesize=5', 'odata.maxpagesize=5'],
    ['outlook.timezone="a; x", odata.maxpagesize=5', 'odata.maxpagesize=5'],
    ['odata.maxpagesize=5, odata.maxpagesize=9', 'odata.maxpagesize=5'],
    ['IdType="RestId"', undefined],
    ['respond-async', undefined],
    ['outlook.timezone="UTC', undefined],
    ['=5, odata.maxpagesize=9', undefined],
    [`outlook.timezone="${'x'.repeat(2_000)}"`, undefined],
  ])('reads Prefer: %s', (prefer, expected) => {
    expect(sent({ prefer })).toEqual({ prefer: ['IdType="ImmutableId"', ...(expected ? [expected] : [])].join(', ') });
  });

  it('sends no Prefer if the rules neither allow nor add one', () => {
    const asked = askedOf(planOf([{ template: '/x' }]), '/x', { headers: { prefer: 'odata.maxpagesize=1' } });
    expect(asked).toMatchObject({ headers: {} });
  });
});

describe('links', () => {
  const plan = planOf([
    { template: '/v1.0/users/{userId}', parameters: { userId: tokenOf('user-id') } },
    { template: '/v1.0/users/{userId}/events', parameters: { userId: tokenOf('user-id') }, shape: 'collection' },
    {
      template: "/v1.0/x/{id}/calls(from={from},who='{who}',by='{by}')",
      parameters: {
        id: { kind: 'group-id' },
        from: { type: 'date' },
        who: { kind: 'user-id', token: 'accepted' },
        by: { pattern: '.*' },
      },
      shape: 'collection',
    },
  ]);
  const matcher = prepareMatcher(plan);
  const tokenize = (text: string) => `p~<${text}>`;

  it('leads to an endpoint that pages, and to no other', () => {
    expect(matcher.leadsTo({ segments: ['v1.0', 'users', guid, 'events'], query: '' })).toBe(1);
    expect(matcher.leadsTo({ segments: ['v1.0', 'users', guid], query: '' })).toBeUndefined();
  });

  it('writes a path with a token for every value that has one', () => {
    expect(matcher.pathsOf(1)?.write(['v1.0', 'users', guid, 'events'], tokenize)).toBe(
      `/v1.0/users/p~<${guid}>/events`,
    );
    const segments = ['v1.0', 'x', guid, `calls(from=2026-01-01,by='b c',who='${guid}')`];
    expect(matcher.leadsTo({ segments, query: '' })).toBe(2);
    expect(matcher.pathsOf(2)?.write(segments, tokenize)).toBe(
      `/v1.0/x/${guid}/calls(from=2026-01-01,who='p~<${guid}>',by='b%20c')`,
    );
    expect(matcher.pathsOf(9)).toBeUndefined();
  });

  it('reads a path back as Graph sees it', () => {
    const read = (text: string, plainValues = false) =>
      matcher.pathsOf(1)?.read(text.split('/'), { plainValues }, pseudonyms.open);
    expect(read(`V1.0/users/${userToken}/events`)).toEqual(['v1.0', 'users', guid, 'events']);
    expect(read(`v1.0/users/${guid}/events`, true)).toEqual(['v1.0', 'users', guid, 'events']);
    expect(read(`v1.0/users/${guid}/events`)).toBeUndefined();
    expect(read(`v1.0/users/p~${'A'.repeat(43)}/events`)).toBeUndefined();
  });
});

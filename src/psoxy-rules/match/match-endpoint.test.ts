import { formatDiagnostic } from '../../diagnostics/index.ts';
import type { MatchOptions, UpstreamTarget } from '../../plan/match/match.ts';
import { parseTarget } from '../../proxy/read-call.ts';
import { psoxyKeyring } from '../../pseudonyms/index.ts';
import { compile } from '../../rule-forms/index.ts';
import { prepareMatcher } from '../../rule-forms/prepared.ts';

const { pseudonyms } = psoxyKeyring({ salt: 'tide', encryptionKey: 'table', canonicalization: 'STRICT' });

const matchers = new Map<string, ReturnType<typeof compileMatcher>>();

const compileMatcher = (rules: string) => {
  const { plan, diagnostics } = compile({
    title: 'test',
    main: { path: 'rules.yaml', text: rules },
    shared: [],
    overlays: [],
    types: { 'v1.0': {}, beta: {} },
    privacy: {},
    builtIn: false,
  });
  if (plan === undefined) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return prepareMatcher(plan);
};

/** Compiled once per rule file. */
const matcherOf = (rules: string) => {
  const matcher = matchers.get(rules) ?? compileMatcher(rules);
  matchers.set(rules, matcher);
  return matcher;
};

type Call = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly options?: MatchOptions;
};

const matching = (rules: string, target: string, { method = 'GET', headers = {}, options }: Call = {}) => {
  const parsed = parseTarget(target);
  if (!parsed.ok) throw new Error(parsed.why);
  return matcherOf(rules).match({ method, target: parsed.target, headers }, options);
};

/** `allowed`, or what stands against the call. */
const verdict = (rules: string, target: string, call: Call = {}): string => {
  const answer = matching(rules, target, call);
  return answer.ok ? 'allowed' : answer.why;
};

const asked = (rules: string, target: string, call: Call = {}): UpstreamTarget | string => {
  const answer = matching(rules, target, call);
  if (!answer.ok) return answer.why;
  const opening = answer.open(pseudonyms.open);
  return opening.ok ? opening.request : opening.reason;
};

const other = 'the path is another one';
const kind = 'a parameter in the path is not of the kind that the rules ask for';
const unlisted = 'a query parameter is not on the list of the rules';
const wrong = 'a query parameter is not of the kind that the rules ask for';
const missing = 'a query parameter that the rules require is missing';
const parentheses = 'the path holds parentheses that the rules do not spell';

const endpoints = (...lines: readonly string[]): string => `endpoints:\n${lines.map((line) => `- ${line}\n`).join('')}`;

describe('pathTemplate', () => {
  const rules = endpoints(
    'pathTemplate: /v1.0/users/{user}/events/{event?}',
    "pathTemplate: '/beta/getUsage(period={period})'",
    'pathTemplate: /a|/b',
  );

  it.each([
    ['/v1.0/users/u1/events/', 'allowed'],
    ['/V1.0/USERS/u1/Events/e1', 'allowed'],
    ['/v1.0/users/u%41/events/19%3aab@x', 'allowed'],
    ['/v1.0/users/u1/events/?a=/b', 'allowed'],
    ['/v1.0/users/u1/events', other],
    ['/v1.0/users/u1/events/e1/x', other],
    ['/v1x0/users/u1/events/', other],
    ['/v1.0/users/(u1)/events/', parentheses],
    ["/v1.0/users('u1')/events/", other],
    ["/v1.0/users%28'u1'%29/events/", other],
    ['/v1.0/users/%28u1%29/events/', parentheses],
    ["/beta/getUsage(period='D7')", 'allowed'],
    ['/beta/getUsage(period=)', other],
    ['/b', 'allowed'],
    ['/a', 'allowed'],
    ['/ab', other],
  ])('%s: %s', (target, expected) => {
    expect(verdict(rules, target)).toBe(expected);
  });
});

describe('pathRegex', () => {
  const rules = endpoints("pathRegex: '^/v1.0/users/[^/]+(\\?[^/]*)?'", "pathRegex: '(?i)/(beta)/(?)teams$'");

  it.each([
    ['/v1.0/users/u1', 'allowed'],
    ['/v1x0/USERS/u1?$select=a%2Fb', 'allowed'],
    ['/v1.0/users/u1?$select=a/b', other],
    ['/v1.0/users/u1/x', other],
    ['/x/v1.0/users/u1', other],
    ['/BETA/Teams', 'allowed'],
    ['/beta/teams?x=1', other],
  ])('%s: %s', (target, expected) => {
    expect(verdict(rules, target)).toBe(expected);
  });

  it('replaces the template if both are given', () => {
    const both = endpoints(
      "pathTemplate: /x/{id}\n  pathRegex: '^/y/(?<id>[a-z0-9]+)$'\n  pathParameterSchemas: {id: {type: integer}}",
    );
    expect(verdict(both, '/y/abc')).toBe('allowed');
    expect(verdict(both, '/y/5?a=1')).toBe('allowed');
    expect(verdict(both, '/y/abc?a=1')).toBe(kind);
    expect(verdict(both, '/x/5')).toBe(other);
    const optional = endpoints(
      "pathTemplate: /x\n  pathRegex: '^/(?:(?<id>[0-9]+)|all)$'\n  pathParameterSchemas: {id: {pattern: '[0-9]*'}}",
    );
    expect(verdict(optional, '/all?a=1')).toBe('allowed');
  });
});

describe('key, cast and system syntax', () => {
  const wide = endpoints("pathRegex: '^/v1\\.0/.*$'");
  const spelled = endpoints(
    "pathRegex: '^/v1\\.0/(users/microsoft\\.graph\\.user|me/photo/\\$value|[^/]*\\([^/]*\\))$'",
  );

  it.each([
    ["/v1.0/users('u1')", parentheses],
    ['/v1.0/me/photo/$value', 'the path holds a system segment that the rules do not spell'],
    ['/v1.0/%24batch', 'the path holds a system segment that the rules do not spell'],
    ['/v1.0/users/Microsoft.Graph.user', 'the path holds a cast that the rules do not spell'],
    ['/v1.0/users/u1?$filter=startswith(a,%27b%27)', 'allowed'],
  ])('a wide expression does not let %s through', (target, expected) => {
    expect(verdict(wide, target)).toBe(expected);
  });

  it.each([["/v1.0/users('u1')"], ['/v1.0/me/photo/$value'], ['/v1.0/users/microsoft.graph.user']])(
    'one that spells it lets %s through',
    (target) => {
      expect(verdict(spelled, target)).toBe('allowed');
    },
  );
});

describe('methods', () => {
  it('are compared in upper case; only GET if none is listed', () => {
    const rules = endpoints('pathTemplate: /a\n  allowedMethods: [get, Post]', 'pathTemplate: /b');
    const method = 'the method is not on the list of the rules';
    expect(['GET', 'pOST', 'HEAD', 'PUT'].map((name) => verdict(rules, '/a', { method: name }))).toEqual([
      'allowed',
      'allowed',
      method,
      method,
    ]);
    expect(['get', 'POST'].map((name) => verdict(rules, '/b', { method: name }))).toEqual(['allowed', method]);
  });

  it('distinguish endpoints of one path', () => {
    const rules = endpoints('pathTemplate: /a\n  allowedMethods: [POST]', 'pathTemplate: /a');
    const answer = matching(rules, '/a');
    expect(answer.ok && answer.index).toBe(1);
  });
});

describe('the first endpoint in file order', () => {
  it('takes a call that several would take', () => {
    const answer = matching(endpoints('pathTemplate: /a/{b}', 'pathTemplate: /a/b'), '/a/b');
    expect(answer.ok && answer.index).toBe(0);
  });

  it('is named as the nearest if none matches', () => {
    const answer = matching(endpoints('pathTemplate: /a', 'pathTemplate: /b\n  allowedQueryParams: []'), '/b?c=1');
    expect(!answer.ok && answer.nearest?.pathTemplate).toBe('/b');
  });
});

describe('allowedQueryParams', () => {
  const rules = endpoints(
    'pathTemplate: /a\n  allowedQueryParams: ["$select", "$TOP"]',
    'pathTemplate: /b\n  allowedQueryParams: []',
  );

  it.each([
    ['/a', 'allowed'],
    ['/a?$SELECT=x&$top=1', 'allowed'],
    ['/a?%24select=x', 'allowed'],
    ['/a?select=x', unlisted],
    ['/a?$top', 'allowed'],
    ['/a?$select=x;$expand=y', 'query parameter $expand is not on the list of the rules'],
    ['/a?$select=x%3B$expand=y', 'allowed'],
    ['/a?&&$top=1&', 'allowed'],
    ['/a?=x', 'allowed'],
    ['/a?$top=1&$top=2', 'allowed'],
    ['/a?$to%70=%E2;%82', undefined],
    ['/a?+$top=1', unlisted],
    ['/b', 'allowed'],
    ['/b?', 'allowed'],
    ['/b?x', unlisted],
  ])('%s: %s', (target, expected) => {
    if (expected === undefined) expect(() => verdict(rules, target)).toThrow('not UTF-8');
    else expect(verdict(rules, target)).toBe(expected);
  });
});

describe('queryParamSchemas', () => {
  const rules = endpoints(`pathTemplate: /a
  queryParamSchemas:
    int: {type: integer}
    num: {type: number}
    txt: {type: string}
    Word: {enum: [me, Nobody]}
    when: {pattern: '20\\d{2}'}
    who: {anyOf: [{format: reversible-pseudonym}, {enum: [me]}]}
    both: {type: integer, pattern: '.*5'}
    seen: {required: true}`);
  const token = `p~${'A'.repeat(43)}`;

  it.each([
    ['int=250', 'allowed'],
    ['int=+7+', 'allowed'],
    ['int=%097', undefined],
    ['int=-4', wrong],
    ['int=4.0', wrong],
    ['int=', wrong],
    ['int', 'allowed'],
    ['INT=x', wrong],
    ['int=1&int=x', wrong],
    ['num=-12.75', 'allowed'],
    ['num=1e5', 'allowed'],
    ['num=.5d', 'allowed'],
    ['num=5.F', 'allowed'],
    ['num=NaN', 'allowed'],
    ['num=-Infinity', 'allowed'],
    ['num=0x1p3', 'allowed'],
    ['num=0x.8p-1', 'allowed'],
    ['num=+1+', 'allowed'],
    ['num=0x1', wrong],
    ['num=e5', wrong],
    ['num=1,5', wrong],
    ['num=', wrong],
    ['txt=anything', 'allowed'],
    ['word=me', 'allowed'],
    ['word=Me', wrong],
    ['word=m%65', 'allowed'],
    ['when=2031', 'allowed'],
    ['when=2031-', wrong],
    ['who=me', 'allowed'],
    [`who=${token}`, 'allowed'],
    [`who=${token}@contoso.example`, wrong],
    ['who=p~short', wrong],
    ['who=u1', wrong],
    ['both=15', 'allowed'],
    ['both=51', wrong],
    ['both=x5', wrong],
    ['free=x', 'allowed'],
  ])('%s: %s', (query, expected) => {
    if (expected === undefined) expect(() => verdict(rules, `/a?seen=1&${query}`)).toThrow('control character');
    else expect(verdict(rules, `/a?seen=1&${query}`)).toBe(expected);
  });

  it.each([
    ['/a', missing],
    ['/a?seen', missing],
    ['/a?seen=', 'allowed'],
    ['/a?SEEN=x', 'allowed'],
    ['/a?seen=x&seen', missing],
  ])('%s: %s', (target, expected) => {
    expect(verdict(rules, target)).toBe(expected);
  });
});

describe('pathParameterSchemas', () => {
  const rules = endpoints(
    'pathTemplate: /u/{user}/t\n  pathParameterSchemas: {user: {format: pseudonym}}',
    'pathTemplate: /r/{year}/{quarter?}\n  pathParameterSchemas: {year: {type: integer}, quarter: {pattern: "Q[1-4]"}}',
    'pathTemplate: /b/{board}\n  pathParameterSchemas: {board: {enum: [north, "s%6Futh"]}}',
    'pathTemplate: /n/{name}\n  pathParameterSchemas: {other: {type: string}}',
  );
  const token = pseudonyms.tokenize('u1', 'rule-text/x');

  it.each([
    [`/u/${token}/t`, 'allowed'],
    [`/u/${token}@contoso.example/t`, kind],
    ['/u/u1/t', kind],
    ['/r/2031/Q2', 'allowed'],
    ['/r/2031/Q5', kind],
    ['/r/2031/', kind],
    ['/r/x/Q2', kind],
    ['/b/north', 'allowed'],
    ['/b/North', kind],
    ['/b/s%6Futh', 'allowed'],
    ['/b/south', kind],
    ['/n/x', kind],
  ])('%s: %s', (target, expected) => {
    expect(verdict(rules, target)).toBe(expected);
  });

  it('accepts a plain value if the URL comes from Graph', () => {
    expect(verdict(rules, '/u/u1/t', { options: { plainValues: true } })).toBe('allowed');
    expect(verdict(rules, '/r/x/Q2', { options: { plainValues: true } })).toBe(kind);
  });
});

describe('the request to Graph', () => {
  const rules = endpoints(
    "pathRegex: '^/(v1\\.0|beta)/.*$'\n  allowedRequestHeaders: [ConsistencyLevel, Prefer, Authorization]",
  );
  const target = (path: string, call: Call = {}) => {
    const answer = asked(rules, path, call);
    return typeof answer === 'string' ? answer : answer.target;
  };
  const id = pseudonyms.tokenize('u1', 'rule-text/x');
  const person = pseudonyms.pseudonymize('Avery.Quinn@Contoso.example', 'user-id', {
    reversible: true,
    domain: 'keep',
  }).token;

  it('is the text that came, but for tokens, which are opened', () => {
    expect(target(`/v1.0/users/${id}/events?$top=5;x=%20+`)).toBe('/v1.0/users/u1/events?$top=5;x=%20+');
    expect(target(`/v1.0/users/${person}/events`)).toBe('/v1.0/users/Avery.Quinn@Contoso.example/events');
    expect(target(`/v1.0/users/${person.replace(/@.*/, '')}/events`)).toBe(
      '/v1.0/users/Avery.Quinn@Contoso.example/events',
    );
    expect(target(`/v1.0/users/${id}@/events`)).toBe('/v1.0/users/u1/events');
    expect(target(`/v1.0/x?$filter=id%20eq%20'${id}'%20or%20id%20eq%20'${person}'`)).toBe(
      "/v1.0/x?$filter=id%20eq%20'u1'%20or%20id%20eq%20'Avery.Quinn@Contoso.example'",
    );
  });

  it('keeps texts that are not reversible tokens of full length', () => {
    const oneWay = pseudonyms.pseudonymize('u1', 'user-id', { reversible: false, domain: 'keep' }).token;
    expect(target(`/v1.0/users/${oneWay}`)).toBe(`/v1.0/users/${oneWay}`);
    expect(target('/v1.0/users/p~c2hvcnQ')).toBe('/v1.0/users/p~c2hvcnQ');
    expect(target(`/v1.0/users/${id.replace('~', '%7E')}`)).toBe(`/v1.0/users/${id.replace('~', '%7E')}`);
  });

  it('encodes opened values for their position', () => {
    const odd = pseudonyms.tokenize("o'b/&?#=%+;()", 'rule-text/x');
    expect(target(`/v1.0/a/${odd}/b`)).toBe('/v1.0/a/o%27b%2F%26%3F%23=%25+%3B%28%29/b');
    expect(target(`/v1.0/a?x=${odd}`)).toBe("/v1.0/a?x=o'b/%26%3F%23=%25%2B%3B()");
    expect(target(`/v1.0/a?y=1&${odd}`)).toBe("/v1.0/a?y=1&o'b/%26%3F%23%3D%25%2B%3B()");
    expect(target(`/v1.0/a?$filter=a%20eq%20'${odd}'%20and%20b`)).toBe(
      "/v1.0/a?$filter=a%20eq%20'o''b/%26%3F%23=%25%2B%3B()'%20and%20b",
    );
    expect(target(`/v1.0/a?q='x'&$filter=%27${odd}%27`)).toBe("/v1.0/a?q='x'&$filter=%27o''b/%26%3F%23=%25%2B%3B()%27");
  });

  it('leaves characters bare that have no special meaning in their position', () => {
    const address = pseudonyms.tokenize('avery+rota@contoso.example', 'rule-text/x');
    const item = pseudonyms.tokenize('AAMkAG-_==', 'rule-text/x');
    expect(target(`/v1.0/users/${address}/messages/${item}`)).toBe(
      '/v1.0/users/avery+rota@contoso.example/messages/AAMkAG-_==',
    );
    expect(target(`/v1.0/x?$filter=id%20eq%20'${item}'`)).toBe("/v1.0/x?$filter=id%20eq%20'AAMkAG-_=='");
  });

  it.each([
    ['a token that was changed', `/v1.0/users/${id.slice(0, -2)}AA`],
    ['a token of only the hash', `/v1.0/users/${id.slice(0, 45)}`],
    ['a token of another salt', `/v1.0/users/p~${'A'.repeat(86)}`],
    ['a token in the query', `/v1.0/users?x=p~${'A'.repeat(86)}`],
    ['a value that leads out of its segment', `/v1.0/users/${pseudonyms.tokenize('..', 'rule-text/x')}/x`],
    ['a value that is a dot', `/v1.0/users/${pseudonyms.tokenize('.', 'rule-text/x')}`],
    ['a value with a control character', `/v1.0/users/${pseudonyms.tokenize('a\nb', 'rule-text/x')}`],
    ['an empty value', `/v1.0/users/${pseudonyms.tokenize('', 'rule-text/x')}`],
  ])('refuses %s', (_what, path) => {
    expect(target(path)).toBe('invalid');
  });

  it('lets through the headers that the rules name, tokens opened', () => {
    const headers = {
      consistencylevel: 'eventual',
      prefer: 'outlook.timezone="UTC"',
      authorization: 'x',
      'x-other': 'y',
    };
    expect(asked(rules, '/v1.0/x', { headers })).toMatchObject({
      headers: { consistencylevel: 'eventual', prefer: 'outlook.timezone="UTC"' },
    });
    expect(asked(rules, '/v1.0/x', { headers: { consistencylevel: id, prefer: 'a\u0000' } })).toMatchObject({
      headers: { consistencylevel: 'u1' },
    });
    expect(asked(rules, '/v1.0/x', { headers: { consistencylevel: `p~${'A'.repeat(86)}` } })).toBe('invalid');
    const preferOf = (prefer: string) => asked(rules, '/v1.0/x', { headers: { prefer } });
    expect(preferOf('a'.repeat(1_024))).toMatchObject({ headers: { prefer: 'a'.repeat(1_024) } });
    expect(preferOf('a'.repeat(1_025))).toMatchObject({ headers: {} });
    expect(asked(endpoints('pathTemplate: /a'), '/a', { headers })).toMatchObject({ headers: {} });
  });
});

describe('links of upstream', () => {
  const matcher = matcherOf(
    endpoints(
      'pathTemplate: /v1.0/users/{user}/events\n  pathParameterSchemas: {user: {format: pseudonym}}\n  allowedQueryParams: [$top]',
      "pathRegex: '^/v1\\.0/chats/p~[A-Za-z0-9_-]{43,}/messages/p~[A-Za-z0-9_-]+$'",
      "pathRegex: '^/v1\\.0/teams\\?\\$skiptoken=[^/]*$'",
    ),
  );

  it.each([
    [['v1.0', 'users', 'u 1', 'events'], '$skiptoken=x', 0],
    [['v1.0', 'users', 'u1', 'messages'], '', undefined],
    [['v1.0', 'chats', '19:a@thread.v2', 'messages', '5'], '$skiptoken=x', 1],
    [['v1.0', 'teams'], '$skiptoken=x', 2],
    [['v1.0', 'teams'], '$top=x', undefined],
  ])('%j?%s leads to endpoint %s', (segments, query, expected) => {
    expect(matcher.leadsTo({ segments, query })).toBe(expected);
  });

  it('have no path of their own in this form', () => {
    expect(matcher.pathsOf(0)).toBeUndefined();
  });
});

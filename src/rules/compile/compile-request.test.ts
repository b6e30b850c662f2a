import { compileText, said } from '../../rule-forms/testing/compile-text.ts';
import type { AllowListRequest } from '../plan/index.ts';

const endpoint = (lines: string): string =>
  `endpoints:\n  - ${lines.trim().replaceAll('\n', '\n    ')}\n    response: { id: keep }\n`;

const requestOf = (lines: string): AllowListRequest => {
  const { plan, diagnostics } = compileText(endpoint(lines));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan?.endpoints[0]?.request as AllowListRequest;
};

const saidOf = (lines: string, builtIn = false) =>
  said(compileText(endpoint(lines), { builtIn })).filter((line) => !line.includes('rules/keep-format'));

describe('paths', () => {
  it('reads literals, parameters and functions', () => {
    const { segments, method } =
      requestOf(`pathTemplate: /v1.0/calls/{callId}/getCalls(from={from},name='{name}')/delta()
pathParameterSchemas:
  callId: { kind: call-record-id, format: reversible-pseudonym }
  from: { type: date-time }
  name: { pattern: "[a-z]+" }
collection: delta`);

    expect(method).toBe('GET');
    expect(segments).toEqual([
      { type: 'literal', text: 'v1.0', callable: false },
      { type: 'literal', text: 'calls', callable: false },
      { type: 'parameter', name: 'callId', value: { type: 'string', kind: 'call-record-id', token: 'required' } },
      {
        type: 'function',
        text: 'getCalls',
        holes: [
          { parameter: 'from', name: 'from', quoted: false, value: { type: 'date-time', token: 'refused' } },
          {
            parameter: 'name',
            name: 'name',
            quoted: true,
            value: { type: 'string', token: 'refused', pattern: '^(?:[a-z]+)$' },
          },
        ],
      },
      { type: 'literal', text: 'delta', callable: true },
    ]);
  });

  it('lets bound functions be called with empty parentheses, and other literals not', () => {
    const { segments } = requestOf('pathTemplate: /v1.0/users/getAllMessages');
    expect(segments).toMatchObject([{ callable: false }, { callable: false }, { callable: true }]);
  });

  it('reads a function with the namespace that some clients write before its name', () => {
    const { segments } = requestOf(
      'pathTemplate: /v1.0/calls/microsoft.graph.calls.getCalls(from={from})\npathParameterSchemas: { from: { type: date } }',
    );
    expect(segments[2]).toMatchObject({ type: 'function', text: 'microsoft.graph.calls.getCalls' });
  });

  it.each([
    ['no slash at its start', 'v1.0/users', "path template doesn't begin with a slash"],
    ['an empty segment', '/v1.0//users', 'path has an empty segment'],
    ['a slash at its end', '/v1.0/users/', 'path has an empty segment'],
    ['a dot segment', '/v1.0/../users', 'segment .. is neither a word nor one {parameter}'],
    ['a parameter among text', '/v1.0/u{id}', 'segment u{id} is neither a word nor one {parameter}'],
    ['an optional parameter', '/v1.0/{id?}', 'segment {id?} is neither a word nor one {parameter}'],
    ['key syntax', "/v1.0/users('x')", "argument 'x' is wrong, expected name={hole} or name='{hole}'"],
    ['a half-quoted argument', "/v1.0/f(a='{a})", "argument a='{a} is wrong, expected name={hole} or name='{hole}'"],
    ['a parameter twice', '/v1.0/{id}/{id}', 'duplicate path parameter "id"'],
    ['an encoded character', '/v1.0/a%20b', 'segment a%20b is neither a word nor one {parameter}'],
  ])('refuses %s', (_what, template, message) => {
    expect(saidOf(`pathTemplate: "${template}"`)).toContain(`2:19 rules/path ${message}`);
  });

  it('refuses a schema for a parameter that the path lacks', () => {
    expect(saidOf('pathTemplate: /v1.0/users/{userId}\npathParameterSchemas: { userID: { kind: user-id } }')).toEqual([
      '2:19 rules/free-value userId accepts any text',
      '3:29 rules/path path has no parameter userID',
    ]);
  });

  it('refuses in built-in rules a path without version and a parameter of any text', () => {
    expect(saidOf('pathTemplate: /users/{userId}', true)).toEqual([
      '2:19 rules/free-value userId accepts any text',
      '2:19 rules/missing-key endpoint has no key entity',
      "2:19 rules/path path doesn't begin with the version of the API",
    ]);
  });

  it('refuses an endpoint without path or response, but looks at the rest of it', () => {
    const result = compileText(
      'endpoints:\n  - { entity: user }\n  - { pathTemplate: /v1.0/a, allowedRequestHeaders: [cookie] }',
    );
    expect(said(result)).toEqual([
      '2:5 rules/missing-key endpoint has no key pathTemplate',
      '3:21 rules/missing-key endpoint has no key response',
      '3:54 rules/header header cookie is never passed on',
    ]);
  });
});

describe('an endpoint with a key that can not be read', () => {
  it.each([
    [
      'path',
      '{ pathTemplate: 5, response: { id: !<redact> {} } }',
      ['1:29 rules/value value is wrong, expected text, got a number'],
    ],
    [
      'response',
      '{ pathTemplate: /x, response: {} }',
      ['1:43 rules/empty mapping names no property, so it keeps nothing'],
    ],
    [
      'text',
      '{ pathTemplate: "", response: { id: !<redact> {} } }',
      ['1:29 rules/value value is wrong, expected text, got empty text'],
    ],
  ])('is not reported as lacking its %s', (_what, endpoint, expected) => {
    expect(said(compileText(`endpoints: [${endpoint}]`))).toEqual(expected);
  });
});

describe('values', () => {
  const value = (schema: string) => requestOf(`pathTemplate: /x\nqueryParamSchemas: { v: ${schema} }`).query[0];

  it.each([
    ['{ type: integer, minimum: 1, maximum: 9 }', { type: 'integer', minimum: 1, maximum: 9, token: 'refused' }],
    ['{ type: boolean }', { type: 'boolean', token: 'refused' }],
    ['{ type: date }', { type: 'date', token: 'refused' }],
    ['{ kind: user-id }', { type: 'string', kind: 'user-id', token: 'accepted' }],
    ['{ kind: user-id, format: reversible-pseudonym }', { type: 'string', kind: 'user-id', token: 'required' }],
    ['{ type: string, pattern: "a|b" }', { type: 'string', token: 'refused', pattern: '^(?:a|b)$' }],
    ['{ type: string, enum: [a, b] }', { type: 'string', token: 'refused', enum: ['a', 'b'] }],
    ['{}', { type: 'string', token: 'accepted' }],
  ])('plans %s', (schema, planned) => {
    expect(value(schema)).toEqual({ name: 'v', required: false, type: 'value', value: planned });
  });

  it('plans exact texts and required parameters', () => {
    expect(value('{ enum: [A, B], required: true }')).toEqual({
      name: 'v',
      required: true,
      type: 'enum',
      values: ['A', 'B'],
    });
    expect(value('{ enum: A }')).toMatchObject({ values: ['A'] });
  });

  it.each([
    ['{ kind: user-idd }', '3:37 rules/unknown-kind unknown kind user-idd'],
    ['{ kind: join-url }', "3:37 rules/kind-place kind join-url may contain a slash and isn't quoted here"],
    ['{ minimum: 1, pattern: a }', '3:40 rules/value minimum and maximum require type: integer'],
    ['{ type: integer, minimum: 2, maximum: 1 }', '3:67 rules/value maximum is less than minimum'],
    [
      '{ type: integer, pattern: a }',
      "3:55 rules/options-clash type integer can't be combined with a kind, format, enum or pattern",
    ],
    [
      '{ type: string, enum: [a], pattern: a }',
      "3:51 rules/options-clash enum can't be combined with a kind, format or pattern",
    ],
    ['{ format: reversible-pseudonym }', '3:39 rules/missing-kind format: reversible-pseudonym requires a kind'],
    ['{ type: string, enum: [] }', '3:51 rules/value enum is empty'],
    ['{ pattern: "(a+)+$" }', /3:40 rules\/pattern-slow/],
    ['{ pattern: "(" }', /3:40 rules\/pattern-not-readable/],
    [
      '{ forms: [x], type: string }',
      "3:49 rules/options-clash forms, properties and comparisons can't be combined with a type, kind, format, bounds, enum or pattern",
    ],
    ['{ properties: all }', '3:43 rules/value value is wrong, expected kept, got text'],
    ['{ enum: !<x> [a] }', '3:37 rules/value value is wrong, expected a list, got !<x>'],
    ['{ properties: kept }', '3:43 rules/options-clash properties works only in $select'],
    ['{ kind: user-id, notSelectable: [a] }', '3:61 rules/options-clash notSelectable requires properties: kept'],
    ['{ kind: user-id, onRequest: [a] }', '3:57 rules/options-clash onRequest requires properties: kept'],
    ['{ oneOf: [{ type: date }, { type: guid }], type: string }', /3:\d+ rules\/options-clash/],
    ['{ oneOf: [{ type: date }, { type: guid }], enum: [a] }', /3:\d+ rules\/options-clash/],
    ['{ enum: [a], pattern: a }', /3:\d+ rules\/options-clash enum can't be combined/],
    ['{ enum: [a], kind: user-id }', /3:\d+ rules\/options-clash enum can't be combined/],
    ['{ oneOf: [{ type: date }] }', /3:\d+ rules\/value/],
    ['{ oneOf: [{ type: date }, { kind: user-id }] }', /3:\d+ rules\/options-clash/],
    ['{ oneOf: [{ type: date }, { pattern: a }] }', /3:\d+ rules\/options-clash/],
    ['{ kind: user-id, holes: {} }', '3:29 rules/options-clash holes requires forms'],
  ])('refuses %s', (schema, message) => {
    const all = saidOf(`pathTemplate: /x\nqueryParamSchemas: { v: ${schema} }`);
    expect(all).toContainEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });
});

describe('query parameters', () => {
  it('writes the options of OData in lower case', () => {
    expect(
      requestOf('pathTemplate: /x\nqueryParamSchemas: { $orderBy: { enum: [a] }, changeType: { enum: [b] } }').query,
    ).toMatchObject([{ name: '$orderby' }, { name: 'changeType' }]);
  });

  it.each([
    ['top: { type: integer }', '3:26 rules/query-option top is an OData query option without its $'],
    ['$tpo: { type: integer }', '3:26 rules/query-option unknown query option $tpo'],
    ['$search: { enum: [a] }', '3:26 rules/query-option $search is never allowed'],
    ['$skiptoken: { enum: [a] }', '3:26 rules/query-option $skiptoken is never allowed'],
    ['$deltatoken: { type: string }', '3:26 rules/query-option $deltatoken is never allowed'],
    ['$deltatoken: { enum: [latest, a] }', '3:26 rules/query-option $deltatoken is never allowed'],
    ['$top: { enum: ["1"] }', '3:32 rules/query-option $top has the wrong type, expected integer'],
    ['$filter: { enum: [] }', '3:43 rules/value enum is empty'],
    ['$filter: { forms: [] }', '3:44 rules/value forms is empty'],
    ['a: { type: string, enum: [] }', '3:51 rules/value enum is empty'],
    ['$filter: {}', '3:35 rules/free-value $filter accepts any text'],
    ['$expand: { kind: user-id }', '3:35 rules/free-value $expand accepts any text'],
    ['$select: {}', '3:35 rules/free-value $select accepts any text'],
    ['a: { enum: [x] }, A: { enum: [y] }', '3:44 rules/query-option A and a are the same parameter'],
  ])('refuses %s', (parameter, message) => {
    expect(saidOf(`pathTemplate: /x\nqueryParamSchemas: { ${parameter} }`)).toContain(message);
  });
});

describe('comparisons', () => {
  const filter = (lines: string): string =>
    `pathTemplate: /v1.0/users\nqueryParamSchemas: { $filter: { comparisons: { ${lines} } } }`;

  it('compiles each property with its operators, its value and the way it is written upstream', () => {
    const { query } = requestOf(
      filter(
        'received: { operators: [ge, lt], type: date-time }, start/dateTime: { operators: [ge], type: date-time, quoted: true }, "types/any": { operators: [eq], enum: [Unified] }, "plans/any/id": { operators: [eq], enum: [a] }, root: { operators: [ne], enum: ["null"] }, id: { operators: [eq], kind: user-id, format: reversible-pseudonym }',
      ),
    );
    const refused = { type: 'string', token: 'refused' };
    expect(query).toMatchObject([
      {
        name: '$filter',
        type: 'filter',
        comparisons: [
          { path: 'received', operators: ['ge', 'lt'], value: { type: 'date-time' }, quoted: false },
          { path: 'start/dateTime', operators: ['ge'], quoted: true },
          { path: 'types', any: '', value: { ...refused, enum: ['Unified'] }, quoted: true },
          { path: 'plans', any: 'id', value: { ...refused, enum: ['a'] }, quoted: true },
          { path: 'root', operators: ['ne'], value: { ...refused, enum: ['null'] }, quoted: false },
          { path: 'id', value: { kind: 'user-id', token: 'required' }, quoted: true },
        ],
      },
    ]);
  });

  it.each([
    ['a: { type: boolean }', 'rules/value'],
    ['a: { operators: [], type: boolean }', 'rules/value'],
    ['a: { operators: [like], type: boolean }', 'rules/value'],
    ['a: { operators: [gt], enum: [x] }', 'rules/value'],
    ['a: { operators: [gt], type: boolean, quoted: true }', 'rules/options-clash'],
    ['"a b": { operators: [eq], type: boolean }', 'rules/value'],
  ])('rejects %s', (lines, code) => {
    expect(saidOf(filter(lines)).map((line) => line.split(' ')[1])).toContain(code);
  });

  it.each([
    ['$orderby: { comparisons: { a: { operators: [eq], type: boolean } } }', 'rules/options-clash'],
    ['$filter: { comparisons: { a: { operators: [eq], type: boolean } }, forms: [x] }', 'rules/options-clash'],
  ])('rejects %s', (lines, code) => {
    const text = `pathTemplate: /v1.0/users\nqueryParamSchemas: { ${lines} }`;
    expect(saidOf(text).map((line) => line.split(' ')[1])).toContain(code);
  });
});

describe('forms', () => {
  const filter = (rest: string) => `pathTemplate: /x\nqueryParamSchemas: { $filter: { ${rest} } }`;

  it('plans text and holes in turn, quoted or bare', () => {
    const [planned] = requestOf(
      filter(`forms: ["a ge {from} and u eq '{user}'", isDraft eq false], holes: { from: date-time, user: user-id }`),
    ).query;
    expect(planned).toEqual({
      name: '$filter',
      required: false,
      type: 'forms',
      forms: [
        {
          text: "a ge {from} and u eq '{user}'",
          parts: [
            { type: 'text', text: 'a ge ' },
            { type: 'hole', name: 'from', quoted: false, value: { type: 'date-time', token: 'refused' } },
            { type: 'text', text: " and u eq '" },
            { type: 'hole', name: 'user', quoted: true, value: { type: 'string', kind: 'user-id', token: 'accepted' } },
            { type: 'text', text: "'" },
          ],
        },
        { text: 'isDraft eq false', parts: [{ type: 'text', text: 'isDraft eq false' }] },
      ],
    });
  });

  it('are exact texts if they have a type', () => {
    expect(
      requestOf('pathTemplate: /x\nqueryParamSchemas: { $filter: { type: string, enum: [a eq b] } }').query,
    ).toMatchObject([{ type: 'enum', values: ['a eq b'] }]);
  });

  it('accepts a kind with slashes between quotes', () => {
    requestOf(filter(`forms: ["url eq '{url}'"], holes: { url: { kind: join-url, format: reversible-pseudonym } }`));
  });

  it.each([
    [`forms: ["a eq {user}"], holes: { user: { kind: user-id } }`, "rules/form hole user holds text and isn't quoted"],
    [`forms: ["a eq '{x}"], holes: { x: date }`, 'rules/form hole x is quoted on one side only'],
    [`forms: ["a eq '{x}' and b eq 'c"], holes: { x: date }`, "rules/form quote isn't closed"],
    [`forms: ["{x}{y}"], holes: { x: date, y: date }`, 'rules/form two holes have no text between them'],
    [`forms: ["a eq {x"], holes: {}`, "rules/form brace isn't part of a hole"],
    [`forms: ["a eq {y}"], holes: { x: date }`, 'rules/form hole y has no entry in holes'],
    [`forms: ["a eq {x}"]`, 'rules/form hole x has no entry in holes'],
    [`forms: ["a eq 1"], holes: { x: date }`, "rules/form hole x isn't in any form"],
    [`forms: ["a eq '{x}'"], holes: { x: no-kind }`, 'rules/unknown-kind unknown kind no-kind'],
    [`forms: ["a eq '{x}'"], holes: { x: 1 }`, 'rules/value value is wrong, expected text, got a number'],
    [`forms: ["a eq '{x}'"], holes: { x: !<y> {} }`, 'rules/value value is wrong, expected a mapping, got !<y>'],
  ])('refuses %s', (rest, message) => {
    expect(saidOf(filter(rest)).map((line) => line.replace(/^\S+ /, ''))).toContain(message);
  });
});

describe('headers', () => {
  it('passes named headers and preferences in lower case, and requests immutable ids if preferences are named', () => {
    const { headers, prefer } = requestOf(`pathTemplate: /x
allowedRequestHeaders: [ConsistencyLevel, Prefer, consistencylevel]
preferences: [Outlook.Timezone]`);
    expect(headers).toEqual(['consistencylevel']);
    expect(prefer).toEqual({ allowed: ['outlook.timezone'], always: ['IdType="ImmutableId"'] });
    expect(requestOf('pathTemplate: /x\npreferences: []').prefer.always).toHaveLength(1);
    for (const beyond of ['include-unknown-enum-members', 'Return=Minimal'])
      expect(requestOf(`pathTemplate: /x\npreferences: [${beyond}]`).prefer).toEqual({
        allowed: [beyond.toLowerCase()],
        always: [],
      });
    expect(requestOf('pathTemplate: /x').prefer).toEqual({ allowed: [], always: [] });
  });

  it.each([
    ['allowedRequestHeaders: [Authorization]', '3:29 rules/header header authorization is never passed on'],
    ['allowedRequestHeaders: ["a b"]', "3:29 rules/header header a b isn't a valid name"],
    ['allowedRequestHeaders: [Prefer]', '3:28 rules/header Prefer is allowed without any of its preferences'],
    ['preferences: [IdType]', '3:19 rules/header preference idtype is always sent'],
    ['preferences: [IdType=x]', '3:19 rules/header preference idtype=x is always sent'],
    ['preferences: ["return=a b"]', "3:19 rules/header preference return=a b isn't a valid name"],
  ])('refuses %s', (line, message) => {
    expect(saidOf(`pathTemplate: /x\n${line}`)).toEqual([message]);
  });
});

describe('reachability', () => {
  const paths = (...templates: readonly string[]) =>
    said(
      compileText(
        `endpoints:\n${templates.map((template) => `  - { pathTemplate: ${template}, response: { id: keep } }`).join('\n')}`,
      ),
    ).filter((line) => line.includes('unreachable'));
  const delta = (schema: string) =>
    said(
      compileText(`endpoints:
  - { pathTemplate: "/v1.0/users/{id}", pathParameterSchemas: { id: ${schema} }, response: { id: keep } }
  - { pathTemplate: /v1.0/users/delta, collection: delta, response: { id: keep } }
  - { pathTemplate: "/v1.0/users/{it}", pathParameterSchemas: { it: { kind: user-id } }, response: { id: keep } }`),
    ).filter((line) => line.includes('unreachable'));

  it('refuses a path that an earlier endpoint takes', () => {
    expect(paths('"/a/{x}"', '/a/b')).toEqual([
      '3:21 rules/unreachable /a/b is unreachable, /a/{x} on line 2 accepts all of its calls',
    ]);
    expect(paths('"/a/{x}"', '"/a/{y}"')).toHaveLength(1);
    expect(paths('/a/b', '/A/B')).toEqual(['3:21 rules/unreachable duplicate endpoint /A/B']);
    expect(paths('"/a/f(x={x})"', '"/a/f(x={x})"')).toHaveLength(1);
  });

  it('accepts paths that differ in length, words or functions', () => {
    expect(paths('"/a/{x}"', '/a', '/b/c', '"/a/f(x={x})"', '"/a/f(y={y})"', '/a/f/g')).toEqual([]);
    expect(paths('/a/b', '"/a/{x}"')).toEqual([]);
  });

  it.each([
    ['{ kind: user-id, format: reversible-pseudonym }', 0],
    ['{ kind: user-id }', 1],
    ['{ kind: drive-item-id }', 0],
    ['{ enum: [delta] }', 1],
    ['{ enum: [root] }', 0],
    ['{ pattern: "[a-z]+" }', 1],
    ['{ pattern: "[0-9]+" }', 0],
    ['{ pattern: "del" }', 0],
    ['{ pattern: "DELTA", ignoreCase: true }', 1],
    ['{ oneOf: [{ type: date }, { enum: [delta] }] }', 1],
    ['{ oneOf: [{ type: date }, { enum: [root] }] }', 0],
    ['{ type: date }', 0],
    ['{}', 2],
  ])('requires a description of the parameter of %s', (schema, refused) => {
    expect(delta(schema)).toHaveLength(refused);
  });
});

describe('delta', () => {
  it('rejects delta links for other paths, and a delta path without them', () => {
    expect(saidOf('pathTemplate: /x\ncollection: delta')).toEqual(['3:17 rules/delta path has no delta links']);
    expect(saidOf('pathTemplate: "/{x}"\ncollection: delta')).toContain('3:17 rules/delta path has no delta links');
    expect(saidOf('pathTemplate: /x/delta\ncollection: true')).toEqual([
      '2:19 rules/delta path answers with delta links, expected collection: delta',
    ]);
  });

  it.each(['sometimes', '1', '[true]', '!<x> true'])('refuses the collection %s', (collection) => {
    expect(saidOf(`pathTemplate: /x\ncollection: ${collection}`)).toEqual([
      expect.stringContaining('rules/value collection is wrong, expected true, delta or count, got'),
    ]);
  });

  it('sets the links that a response may carry', () => {
    expect(requestOf('pathTemplate: /x').links).toBe('none');
    expect(requestOf('pathTemplate: /x\ncollection: false').links).toBe('none');
    expect(requestOf('pathTemplate: /x\ncollection: true').links).toBe('page');
    expect(requestOf('pathTemplate: /x/delta\ncollection: delta').links).toBe('delta');
  });
});

describe('numbers', () => {
  it('takes a number only at the end of a path, without properties', () => {
    expect(saidOf('pathTemplate: /x/$count\ncollection: true')).toEqual([
      '2:19 rules/count path contains $count, expected collection: count and $count at its end',
    ]);
    expect(saidOf('pathTemplate: /x/$count/y\ncollection: true')).toHaveLength(1);
    expect(saidOf('pathTemplate: /x\ncollection: count')).toContain('3:17 rules/count path answers with no number');
    expect(saidOf('pathTemplate: /x/$count\ncollection: count\nresponse: { id: keep }')).toContain(
      '4:15 rules/count response describes properties, and collection: count has none',
    );
    expect(saidOf('pathTemplate: /x/$value')).toHaveLength(1);
  });
});

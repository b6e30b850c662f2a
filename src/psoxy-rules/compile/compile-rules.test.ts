import type { CompileInput } from '../../compile/index.ts';
import { formatDiagnostic } from '../../diagnostics/index.ts';
import type { PsoxyRequest } from '../plan/index.ts';
import { compilePsoxyRules as compile } from './compile-rules.ts';

const input = (text: string, overlays: CompileInput['overlays'] = []): CompileInput => ({
  title: 'test',
  main: { path: 'r.yaml', text },
  shared: [],
  overlays,
  types: { 'v1.0': {}, beta: {} },
  privacy: {},
  builtIn: false,
});

/** `line:column severity code`, in reading order. */
const found = (text: string): readonly string[] =>
  compile(input(text)).diagnostics.map(
    ({ position, severity, code }) => `${position.line}:${position.column} ${severity} ${code}`,
  );

const messages = (text: string): string => compile(input(text)).diagnostics.map(formatDiagnostic).join('\n');

const under = (lines: string): string => `endpoints:\n- pathTemplate: /x\n${lines.replaceAll(/^(?=.)/gm, '  ')}`;

const requestOf = (text: string): PsoxyRequest => {
  const request = compile(input(text)).plan?.endpoints[0]?.request;
  if (request === undefined) throw new Error(messages(text));
  return request;
};

describe('compilePsoxyRules', () => {
  it('makes a Plan of plain JSON that is the same each time, and differs only with the rules', () => {
    const rules = under('allowedMethods: [get, Head]\ntransforms:\n- !<redact>\n  jsonPaths: ["$..a"]\n');
    const [one, two] = [compile(input(rules)).plan, compile(input(rules)).plan];
    expect(JSON.parse(JSON.stringify(one))).toEqual(two);
    expect(compile(input(`\n${rules}`)).plan?.hash).toBe(one?.hash);
    const other = compile(input(rules.replace('$..a', '$..b'))).plan;
    expect(other?.hash).not.toBe(one?.hash);
    expect(other?.endpoints[0]?.requestHash).toBe(one?.endpoints[0]?.requestHash);
    expect(one).toMatchObject({ title: 'test', form: 'psoxy', nodes: [] });
  });

  it('reads JSON text too', () => {
    const rules = { endpoints: [{ pathRegex: '^/a$', transforms: [{ method: 'redact', jsonPaths: ['$..a'] }] }] };
    expect(found(JSON.stringify(rules))).toEqual([]);
    expect(found(JSON.stringify(rules, null, 2))).toEqual([]);
  });

  it('accepts known keys without effect, with a warning', () => {
    expect(
      found(`defaultScopeIdForSource: x
allowAllEndpoints: false
allowedRequestHeaders: [A]
definitions: {d: {type: object, title: x, required: [a], additionalProperties: false, $schema: x, format: y, definitions: {}}}
endpoints:
- pathTemplate: /x
  allowedRequestHeadersToForward: [B]
  transforms:
  - !<pseudonymize>
    jsonPaths: ["$..a"]
    onlyIfRegex: x
    fields: [y]
  - !<textDigest>
    jsonPaths: []
    jsonPathToProcessWhenEscaped: "$..x"
  augments:
  - !<textDigest>
    jsonPaths: ["$..a"]
    outputSchema: {type: object}
  - method: textDigest
`),
    ).toEqual([
      '7:35 warning rules/no-effect',
      '11:18 warning rules/no-effect',
      '12:13 warning rules/no-effect',
      '13:5 warning rules/no-effect',
      '15:35 warning rules/no-effect',
      '19:19 warning rules/no-effect',
      '20:5 warning rules/no-effect',
    ]);
  });

  it('reports every mistake of a file at once, with its position', () => {
    const text = `endpoint: []
allowAllEndpoints: true
endpoints:
- pathTemplate: /a/{user_id}
- pathTemplate: /b/{x}/{x}
- pathRegex: '/c(?x)'
- {}
- pathTemplate:
- 5
- pathTemplate: /d
  requestBody: {required: true}
  queryParamSchemas: {a: {type: boolean}, b: {format: uuid}, c: {pattern: '('}, d: {max: 5}, e: 7}
  responseSchema: {type: thing, enum: [1]}
  transforms:
  - !<redakt>
    jsonPaths: ["$..a"]
  - jsonPaths: ["$..a"]
  - !<redact>
    jsonPaths: ["$..a", "$..b["]
  - !<redactRegexMatches>
    jsonPaths: "$..a"
    redactions: ['ok', 'a(?#)']
  - !<redact>
    jsonPaths: ["$..a"]
    applyOnlyWhen: "$.a"
  - text
  augments:
  - !<sentenceMetadata>
    jsonPaths: ["$..a"]
  - !<redact>
    jsonPaths: ["$..a"]
`;
    expect(found(text)).toEqual([
      '1:1 error rules/unknown-key',
      '2:20 error rules/allow-all',
      '4:17 error rules/path-template',
      '5:17 error rules/pattern-not-readable',
      '6:17 error rules/pattern-not-readable',
      '7:3 error rules/path-missing',
      '9:3 error rules/type',
      '11:16 error rules/request-body',
      '12:33 error rules/parameter-schema',
      '12:55 error rules/parameter-schema',
      '12:76 error rules/pattern-not-readable',
      '12:85 error rules/unknown-key',
      '12:97 error rules/type',
      '13:26 error rules/response-schema',
      '13:33 error rules/unknown-key',
      '15:5 error rules/unknown-transform',
      '17:5 error rules/method-missing',
      '19:31 error rules/path-not-readable',
      '21:16 error rules/type',
      '22:26 error rules/pattern-not-readable',
      '25:20 error rules/condition-definite',
      '26:5 error rules/type',
      '28:5 error rules/sentence-metadata',
      '30:5 error rules/unknown-transform',
    ]);
  });

  it('names the transform or method that it does not know', () => {
    const rules = under("allowedMethods: [get, FETCH]\ntransforms:\n- !<redakt>\n  jsonPaths: ['$..a']\n");
    expect(compile(input(rules)).diagnostics.map(({ message, hint }) => `${message}; ${hint}`)).toEqual([
      'no request has the method FETCH; remove it',
      'unknown transform redakt; did you mean redact?',
    ]);
  });

  it.each([
    ['endpoints: []', ['1:12 error rules/no-endpoints']],
    ['defaultScopeIdForSource: x', ['1:1 error rules/no-endpoints']],
    ['endpoints: {a: b}', ['1:12 error rules/no-endpoints', '1:12 error rules/type']],
    ['- a', ['1:1 error rules/type']],
    ['endpoints: [', ['1:13 error yaml/syntax', '1:12 error rules/no-endpoints']],
    ['', ['1:1 error yaml/empty']],
  ])('refuses %j as a file', (text, expected) => {
    expect(found(text)).toEqual([...expected].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  });

  it('refuses variants and extras', () => {
    const { diagnostics, plan } = compile(input(under(''), [{ path: 'variants/v.yaml', text: '' }]));
    expect(plan).toBeUndefined();
    expect(diagnostics.map(formatDiagnostic)).toEqual([
      'variants/v.yaml:1:1: error rules/overlay: variants and extras require rules of our own form\n    write the rules in that form, or keep two files',
    ]);
  });

  it('points inside a text to the mistake if the text is written without escapes', () => {
    expect(
      found(under(`transforms:\n- !<redact>\n  jsonPaths:\n  - $..a b\n  - '$..a b'\n  - "$..a \\u0062"\n`)),
    ).toEqual([
      '6:12 error rules/path-not-readable',
      '7:13 error rules/path-not-readable',
      '8:7 error rules/path-not-readable',
    ]);
  });
});

describe('requests', () => {
  it('accept scalars of any kind as text, in their notation', () => {
    const request = requestOf(`endpoints:
- pathTemplate: /x
  allowedQueryParams: [1.10, true, $TOP]
  queryParamSchemas: {Year: {enum: [2031, 1.50, yes]}, n: {pattern: 5, required: "TRUE", type: ~}}
`);
    expect(request.allowedQuery).toEqual(['1.10', 'true', '$top']);
    expect(request.query.map(({ name, required }) => [name, required])).toEqual([
      ['year', false],
      ['n', true],
    ]);
    expect(request.query[0]?.value.enum).toEqual(['2031', '1.50', 'yes']);
  });

  it('allow only GET if no method is listed, and nothing for an empty list', () => {
    expect(requestOf(under('')).methods).toEqual(['GET']);
    expect(requestOf(under('allowedMethods: []')).methods).toEqual([]);
    expect(requestOf(under('allowedMethods: [post, Get]')).methods).toEqual(['POST', 'GET']);
  });

  it('distinguish an absent list of parameters from an empty one', () => {
    expect(requestOf(under('')).allowedQuery).toBeUndefined();
    expect(requestOf(under('allowedQueryParams:')).allowedQuery).toBeUndefined();
    expect(requestOf(under('allowedQueryParams: []')).allowedQuery).toEqual([]);
  });

  it('join the headers of the file and of the endpoint', () => {
    expect(
      requestOf(`allowedRequestHeaders: [Prefer, A]\n${under('allowedRequestHeaders: [a, ConsistencyLevel]')}`).headers,
    ).toEqual(['prefer', 'a', 'consistencylevel']);
  });

  it('record the key and cast syntax in a path', () => {
    const spells = (path: string) => requestOf(`endpoints:\n- ${path}\n`).spells;
    expect(spells("pathTemplate: '/reports/getUsage(period={period})'")).toEqual(['(', ')']);
    expect(spells("pathTemplate: '/photo/$value'")).toEqual(['$']);
    expect(spells("pathRegex: '^/users/microsoft\\.graph\\.user$'")).toEqual(['microsoft.graph.']);
    expect(spells("pathRegex: '^/users/.*$'")).toEqual([]);
  });

  it('warn of paths and parameters that no call fits', () => {
    expect(messages('endpoints:\n- pathTemplate: users\n')).toContain("path template doesn't begin with a slash");
    expect(messages(under('pathParameterSchemas: {user: {type: string}}'))).toContain(
      'use one of the template’s parameters',
    );
    expect(found('endpoints:\n- pathTemplate: /u/{id}\n  pathParameterSchemas: {user: {type: string}}\n')).toEqual([
      '3:32 warning rules/unknown-parameter',
    ]);
    expect(found("endpoints:\n- pathRegex: '^/a$'\n  pathParameterSchemas: {user: {type: string}}\n")).toEqual([]);
  });

  it('warn of expressions that can be slow, but not of templates', () => {
    expect(found("endpoints:\n- pathRegex: '/.*a.*b'\n")).toEqual(['2:15 warning rules/pattern-slow']);
    expect(found("endpoints:\n- pathTemplate: '/f(a={a},b={b},c={c})'\n")).toEqual([]);
  });

  it('refuse a template of stray braces, and read alternations in it as expressions', () => {
    expect(found("endpoints:\n- pathTemplate: '/a/{'\n")).toEqual(['2:17 error rules/pattern-not-readable']);
    expect(found("endpoints:\n- pathTemplate: '/a|/b'\n")).toEqual([]);
  });
});

describe('schemas of parameters', () => {
  it('define the allowed values of a text', () => {
    const request = requestOf(`endpoints:
- pathTemplate: /x/{id?}
  pathParameterSchemas: {id: {type: integer, format: pseudonym}, no: {type: string}}
  queryParamSchemas:
    a: {anyOf: [{format: reversible-pseudonym}, {enum: [me]}]}
`);
    expect(request.parameters).toEqual([
      { name: 'id', group: 1, value: { type: 'integer', token: true } },
      { name: 'no', value: {} },
    ]);
    expect(request.query[0]?.value).toEqual({ anyOf: [{ token: true }, { enum: ['me'] }] });
  });

  it('reject invalid schemas', () => {
    expect(found(under('queryParamSchemas: [a]'))).toEqual(['3:22 error rules/type']);
    expect(found(under('queryParamSchemas: {a: {type: [string], pattern: {}}}'))).toEqual([
      '3:33 error rules/type',
      '3:52 error rules/type',
    ]);
  });
});

describe('response schemas', () => {
  it('reject references to names that are not defined at the top of the file', () => {
    const text = `definitions: {person: {type: object}}\n${under('responseSchema: {type: array, items: {$ref: "#/definitions/persn"}, definitions: {x: {}}}')}`;
    expect(messages(text)).toContain('did you mean person?');
    expect(found(under('responseSchema: {$ref: "other.yaml#/x"}'))).toEqual(['3:26 error rules/unknown-definition']);
    expect(found(under('responseSchema: {$ref: [a]}'))).toEqual(['3:26 error rules/type']);
    expect(found(under('responseSchema: 5'))).toEqual(['3:19 error rules/type']);
    expect(found(under('responseSchema:'))).toEqual([]);
    expect(found(`definitions:\n${under('')}`)).toEqual([]);
    expect(found(`definitions: []\n${under('responseSchema: {type: object, properties: []}')}`)).toEqual([
      '1:14 error rules/type',
      '4:46 error rules/type',
    ]);
    expect(found(`definitions: {a: {$ref: "#/definitions/a"}}\n${under('')}`)).toEqual([
      '1:18 error rules/endless-definition',
    ]);
    expect(
      found(
        `definitions: {a: {anyOf: [{$ref: "#"}, {$ref: "#/definitions/b"}]}, b: {$ref: "#/definitions/a"}}\n${under('')}`,
      ),
    ).toEqual(['1:18 error rules/endless-definition', '1:72 error rules/endless-definition']);
  });

  it('warn of schemas without a type, and of arrays without items', () => {
    expect(
      found(
        under('responseSchema: {type: object, properties: {a: {items: {}}, b: {type: array}, c: {properties: {}}}}'),
      ),
    ).toEqual([
      '3:50 warning rules/response-schema',
      '3:66 warning rules/response-schema',
      '3:84 warning rules/response-schema',
    ]);
  });

  it('reject invalid types and constants', () => {
    expect(found(under('responseSchema: {type: [string]}'))).toEqual(['3:26 error rules/type']);
    expect(found(under('responseSchema: {type: string, const: [a]}'))).toEqual(['3:41 error rules/type']);
    expect(found(under('responseSchema: {type: string, const: }'))).toEqual([]);
    expect(found(under('responseSchema: {anyOf: 5}'))).toEqual(['3:27 error rules/type']);
    expect(found(under('responseSchema: {anyOf: , if: , properties: , items: }'))).toEqual(
      ['3:19 warning rules/response-schema'].slice(1),
    );
  });

  it('carry with an endpoint the definitions that it leads to, and no others', () => {
    const text = `definitions:
  a: {type: object, properties: {b: {$ref: "#/definitions/b"}}, if: {properties: {k: {type: string, const: x}}}, then: {properties: {c: {$ref: "#/definitions/c"}}}}
  b: {type: array, items: {$ref: "#/definitions/b"}}
  c: {type: array}
  d: {anyOf: [{$ref: "#/definitions/a"}]}
${under('responseSchema: {$ref: "#/definitions/a"}')}`;
    const response = compile(input(text)).plan?.endpoints[0]?.response;
    expect(response?.filter?.definitions.map(([name]) => name)).toEqual(['a', 'b', 'c']);
  });
});

describe('transforms and augments', () => {
  const first = (text: string) => {
    return compile(input(under(text))).plan?.endpoints[0]?.response;
  };

  it.each([
    ['!<redact>', '!<redact>'],
    ['!redact', '!redact'],
  ])('read the tag %s', (_name, tag) => {
    expect(first(`transforms:\n- ${tag}\n  jsonPaths: ["$..a"]\n`)?.transforms[0]?.transform).toBe('redact');
  });

  it('read a tag that nothing follows', () => {
    expect(found(under('transforms:\n- !<redact>\n'))).toEqual(['4:5 warning rules/no-effect']);
  });

  it('fill in defaults, and read flags in words', () => {
    expect(
      first('transforms:\n- !<pseudonymize>\n  jsonPaths: ["$..a"]\n  includeReversible: "True"\n  encoding:\n')
        ?.transforms[0]?.options,
    ).toEqual({
      of: 'user-id',
      includeReversible: true,
      encoding: 'URL_SAFE_TOKEN',
      domain: 'keep',
      includeOriginal: false,
    });
    expect(found(under('transforms:\n- !<pseudonymize>\n  jsonPaths: ["$..a"]\n  includeReversible: 1\n'))).toEqual([
      '6:24 error rules/type',
    ]);
  });

  it('reject invalid flags', () => {
    expect(
      found(under('transforms:\n- !<pseudonymize>\n  jsonPaths: ["$..a"]\n  includeReversible: [true]\n')),
    ).toEqual(['6:24 error rules/type']);
  });

  it('distinguish a null delimiter from none', () => {
    const options = (delimiter: string) =>
      first(`transforms:\n- !<filterTokenByRegex>\n  jsonPaths: ["$..a"]\n  filters: [x]\n${delimiter}`)?.transforms[0]
        ?.options;
    expect(options('')).not.toHaveProperty('delimiter');
    expect(options('  delimiter: null\n')).toHaveProperty('delimiter', null);
  });

  it('report the position of a wrong expression in a list', () => {
    expect(
      found(
        under(
          'transforms:\n- !<redactRegexMatches>\n  jsonPaths: ["$..a"]\n  redactions:\n  - \'a\'\n  - "a\\\\"\n  - b(\n',
        ),
      ),
    ).toEqual(['8:7 error rules/pattern-not-readable', '9:8 error rules/pattern-not-readable']);
  });

  it('report missing and conflicting keys', () => {
    expect(found(under('transforms:\n- !<tokenize>\n  jsonPaths: ["$..a"]\n  regex: "abc"\n'))).toEqual([
      '6:13 error rules/pattern-group',
    ]);
    expect(found(under('transforms:\n- !<redactRegexMatches>\n  jsonPaths: ["$..a"]\n'))).toEqual([
      '4:5 error rules/option-missing',
    ]);
    expect(found(under('transforms:\n- !<redactRegexMatches>\n  jsonPaths: ["$..a"]\n  redactions:\n'))).toEqual([
      '4:5 error rules/option-missing',
    ]);
    expect(found(under('transforms:\n- !<pseudonymize>\n  jsonPaths: ["$..a"]\n  includeOriginal: true\n'))).toEqual([
      '4:5 error rules/options-clash',
    ]);
    expect(found(under('transforms:\n- !<textDigest>\n  jsonPaths: ["$..a"]\n  isJsonEscaped: true\n'))).toEqual([
      '4:5 error rules/option-missing',
    ]);
    expect(found(under('transforms:\n- !<bucket>\n  jsonPaths: ["$..a"]\n  boundaries: [1, x]\n'))).toEqual([
      '6:21 error rules/option-type',
    ]);
    expect(found(under('transforms:\n- method: [redact]\n'))).toEqual(['4:13 error rules/type']);
    expect(found(under('transforms:\n- !<redact>\n  jsonPaths: ["$..a"]\n  method: redact\n'))).toEqual([
      '6:5 error rules/unknown-key',
    ]);
  });

  it('keep the path inside a text of JSON', () => {
    const response = first(`augments:
- !<textDigest>
  jsonPaths: ["$..a"]
  innerJsonPath: "$..b"
transforms:
- !<textDigest>
  jsonPaths: ["$..a"]
  isJsonEscaped: true
  jsonPathToProcessWhenEscaped: "$..b"
`);
    expect([response?.augments[0]?.inner?.text, response?.transforms[0]?.inner?.text]).toEqual(['$..b', '$..b']);
    expect(found(under('augments: [5, {}]'))).toEqual(['3:14 error rules/type', '3:17 error rules/method-missing']);
  });

  it('warn of an expression in a path that can be slow', () => {
    expect(found(under('transforms:\n- !<redact>\n  jsonPaths: ["$..[?(@.a =~ /.*a.*b/)]"]\n'))).toEqual([
      '5:32 warning rules/pattern-slow',
    ]);
  });

  it('keep an indefinite condition and refuse one that cannot be read', () => {
    expect(
      first('transforms:\n- !<redact>\n  jsonPaths: ["$..a"]\n  applyOnlyWhen: "$..b"\n')?.transforms[0]?.onlyWhen
        ?.text,
    ).toBe('$..b');
    expect(found(under('transforms:\n- !<redact>\n  jsonPaths: ["$..a"]\n  applyOnlyWhen: "$..["\n'))).toEqual([
      '6:25 error rules/path-not-readable',
    ]);
    expect(found(under('transforms:\n- !<redact>\n  jsonPaths: ["$..a"]\n  applyOnlyWhen:\n'))).toEqual([]);
  });
});

describe('strings and lists that go on in lines with too little indentation', () => {
  it('are read as their authors meant them, with a warning that names each line', () => {
    const text = `endpoints:
  - pathRegex: "^/(v1\\\\.0|beta)/users\\
/x$"
    transforms:
      - !<redact>
        jsonPaths: ["$..a",
          "$..[?(@.kind ==
 'b c')]"]
      - !<redact>
        jsonPaths: ["$..c d"]
`;
    expect(found(text)).toEqual([
      '3:1 warning yaml/folded-string',
      '8:1 warning yaml/folded-string',
      '10:27 error rules/path-not-readable',
    ]);
    const { plan } = compile(input(text.replace('c d', 'c')));
    expect(plan?.endpoints[0]?.pathTemplate).toBe('^/(v1\\.0|beta)/users/x$');
    const response = plan?.endpoints[0]?.response;
    expect(response?.transforms[0]?.paths[1]?.text).toBe("$..[?(@.kind == 'b c')]");
  });

  it('are read in single quotes and in lists in brackets too', () => {
    const text = `endpoints:
  - pathTemplate: /x
    transforms:
      - !<redactExceptPhrases>
        jsonPaths: [
    '$..a',
  "$..b"
]
        allowedPhrases:
          - 'it''s
  time'
      - !<redact> {
  jsonPaths: ["$..c"] }
`;
    expect(found(text)).toEqual([
      '6:1 warning yaml/folded-string',
      '7:1 warning yaml/folded-string',
      '8:1 warning yaml/folded-string',
      '11:1 warning yaml/folded-string',
      '13:1 warning yaml/folded-string',
    ]);
    const response = compile(input(text)).plan?.endpoints[0]?.response;
    const transforms = response?.transforms ?? [];
    expect(transforms.map(({ paths }) => paths.map((path) => path.text))).toEqual([['$..a', '$..b'], ['$..c']]);
    expect(transforms[0]?.options).toEqual({ allowedPhrases: ["it's time"], spelling: 'of the text' });
  });

  it.each([['a: "x'], ["a: 'x"], ['a: "x\n'], ['a: "x\nb'], ['"a": "x\nb": 1'], ['a: [\nb'], ['a:\n  b: [\n']])(
    'remain mistakes if no end can be found: %j',
    (text) => {
      expect(compile(input(text)).plan).toBeUndefined();
    },
  );

  it('are not looked for in files that are too large to be read', () => {
    expect(found(`a: ${'['.repeat(200)}`)).toEqual(['1:1 error yaml/too-much']);
  });
});

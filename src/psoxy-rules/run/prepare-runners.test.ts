import fc from 'fast-check';
import { formatDiagnostic } from '../../diagnostics/index.ts';
import type { Plan, RunContext } from '../../plan/index.ts';
import { psoxyKeyring } from '../../pseudonyms/index.ts';
import { compile } from '../../rule-forms/index.ts';
import { prepareRunners } from '../../rule-forms/prepared.ts';
import { numberText } from '../../transforms/index.ts';

const { pseudonyms } = psoxyKeyring({ salt: 'tide', encryptionKey: 'table', canonicalization: 'STRICT' });
const tools: RunContext = {
  pseudonyms,
  seal: ({ written = '' }) => ({ ok: true, url: written }),
  random: (count) => new Uint8Array(count),
};

const linked = (rules: string) => {
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
  return prepareRunners(plan).at(0);
};

const endpoint = (lines: string): string =>
  `endpoints:\n- pathTemplate: /v1.0/x\n${lines.replaceAll(/^(?=.)/gm, '  ')}\n`;

const runText = (lines: string, body: string, given: RunContext = tools): string => {
  const result = linked(endpoint(lines)).run(new TextEncoder().encode(body), given);
  return result.ok ? new TextDecoder().decode(result.body) : `${result.code}: ${result.why}`;
};

/** What becomes of `v`, by JSON text, under one transform. */
const transformed = (transform: string, value: string): string =>
  runText(`transforms:\n- ${transform.replace('>', '>\n  jsonPaths: ["$.v"]')}`, `{"v":${value}}`);

const token = (text: string, reversible = false): string =>
  pseudonyms.pseudonymize(text, 'user-id', { reversible, domain: 'keep' }).token;

it('refuses a body that needs more memory than there is', () => {
  const redact = 'transforms:\n- !<redact> { jsonPaths: ["$.w"] }';

  expect(runText(redact, '{"v":1}', { ...tools, memory: 10_000 })).toBe('{"v":1}');
  expect(runText(redact, '{"v":1}', { ...tools, memory: 100 })).toBe(
    'Graphveil.UpstreamTooLarge: the answer needs more memory than there is',
  );
});

describe('values of every type under every transform', () => {
  const nothing = '{}';
  const none = '{"v":null}';
  const same = (value: string): string => `{"v":${value}}`;
  const patterns = [
    ['!<redactRegexMatches>', 'redactions: ["x"]'],
    ['!<redactExceptPhrases>', 'allowedPhrases: ["x"]'],
    ['!<redactExceptSubstringsMatchingRegexes>', 'exceptions: ["x"]'],
    ['!<filterTokenByRegex>', 'filters: ["x"]'],
    ['!<tokenize>', ''],
    ['!<hashIp>', ''],
    ['!<encryptIp>', ''],
  ] as const;

  it.each(patterns)('%s: null stays, blank stays, everything else but text becomes null', (tag, options) => {
    const run = (value: string): string => transformed(`${tag}\n  ${options}`, value);
    expect(['null', '""', '" \\t"', '1', 'true', '["x"]', '{"x":"x"}'].map(run)).toEqual([
      none,
      same('""'),
      same('" \\t"'),
      none,
      none,
      none,
      none,
    ]);
  });

  it('redact takes everything out, null too', () => {
    expect(['null', '""', '1', 'true', '["x"]', '{"x":1}'].map((value) => transformed('!<redact>', value))).toEqual(
      Array(6).fill(nothing),
    );
  });

  it.each(['URL_SAFE_TOKEN', 'URL_SAFE_HASH_ONLY'])(
    'pseudonymize as %s: null and blank become null, others are taken out',
    (encoding) => {
      const run = (value: string): string => transformed(`!<pseudonymize>\n  encoding: ${encoding}`, value);
      expect(['null', '""', '" \\u2003"', 'true', '["x"]', '{}'].map(run)).toEqual([
        none,
        none,
        none,
        nothing,
        nothing,
        nothing,
      ]);
    },
  );

  it('pseudonymize as JSON: null stays null, a blank text becomes the text null', () => {
    const run = (value: string): string => transformed('!<pseudonymize>\n  encoding: JSON', value);
    expect(['null', '" "', 'false'].map(run)).toEqual([none, '{"v":"null"}', nothing]);
  });

  it('pseudonymizeEmailHeader: null stays, blank becomes empty, others are taken out', () => {
    const run = (value: string): string => transformed('!<pseudonymizeEmailHeader>', value);
    expect(['null', '" "', '5', 'true', '[]'].map(run)).toEqual([none, '{"v":""}', nothing, nothing, nothing]);
  });

  it('pseudonymizeRegexMatches: null and blank become null, others are taken out', () => {
    const run = (value: string): string => transformed("!<pseudonymizeRegexMatches>\n  regex: '(.*)'", value);
    expect(['null', '" "', '5', 'true', '[]'].map(run)).toEqual([none, none, nothing, nothing, nothing]);
  });

  it('textDigest: null stays, blank is counted, others become null', () => {
    const run = (value: string): string => transformed('!<textDigest>', value);
    expect(['null', '""', '" "', '5', '{}'].map(run)).toEqual([
      none,
      '{"v":"{\\"length\\":0,\\"word_count\\":0}"}',
      '{"v":"{\\"length\\":1,\\"word_count\\":1}"}',
      none,
      none,
    ]);
  });

  it('extensions of Psoxy treat values of the wrong type the same way', () => {
    expect(['"x"', '{}', '[]', '7'].map((value) => transformed('!<bucket>\n  boundaries: [5]', value))).toEqual([
      none,
      none,
      none,
      '{"v":">=5"}',
    ]);
    expect(transformed('!<keepHost>', '"mailto:a@contoso.example"')).toBe(nothing);
    expect(transformed('!<countOnly>', '[1,2]')).toBe('{"v":2}');
  });
});

describe('numbers', () => {
  it('keep the text they were written in', () => {
    expect(runText('', '{"a":1.10,"b":1E400,"c":12345678901234567890,"d":-0}')).toBe(
      '{"a":1.10,"b":1E400,"c":12345678901234567890,"d":-0}',
    );
  });

  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['-17', '-17'],
    ['12345678901234567890', '12345678901234567890'],
    ['1.0', '1.0'],
    ['1.50', '1.5'],
    ['1e5', '100000.0'],
    ['1e7', '1.0E7'],
    ['12345678.5', '1.23456785E7'],
    ['1e21', '1.0E21'],
    ['0.001', '0.001'],
    ['0.00012', '1.2E-4'],
    ['-0.0', '-0.0'],
    ['0.0', '0.0'],
    ['1e400', 'Infinity'],
    ['-1e400', '-Infinity'],
  ])('%s is hashed as %s', (number, text) => {
    expect(numberText({ number })).toBe(text);
    expect(transformed('!<pseudonymize>', number)).toBe(`{"v":"${token(text)}"}`);
  });
});

describe('transforms', () => {
  it('run in file order, each on the result of the previous one', () => {
    const lines = `transforms:
- !<redactRegexMatches>
  jsonPaths: ["$..ref"]
  redactions: [' .*']
- method: pseudonymize
  jsonPaths: ["$..ref", "$..missing"]`;
    expect(runText(lines, '{"ref":"avery@contoso.example (she)"}')).toBe(`{"ref":"${token('avery@contoso.example')}"}`);
  });

  it('write reversible and JSON pseudonyms as Psoxy does', () => {
    const lines = `transforms:
- !<pseudonymize>
  jsonPaths: ["$..mail"]
  encoding: JSON
  includeReversible: true
  includeOriginal: true`;
    const { hash, token: reversible } = pseudonyms.pseudonymize('A"B@Contoso.example', 'user-id', {
      reversible: true,
      domain: 'keep',
    });
    const plain = { hash, original: 'A"B@Contoso.example', reversible };
    expect(runText(lines, '{"mail":"A\\"B@Contoso.example"}')).toBe(JSON.stringify({ mail: JSON.stringify(plain) }));
  });

  it('put pseudonyms in the place of groups, or of whole matches', () => {
    expect(transformed("!<pseudonymizeRegexMatches>\n  regex: 'crew/(\\w*)/'", '"/crew/a/crew//crew/b/x"')).toBe(
      `{"v":"/crew/${token('a')}/crew//crew/${token('b')}/x"}`,
    );
    expect(transformed("!<pseudonymizeRegexMatches>\n  regex: 'E-\\d'\n  includeReversible: true", '"E-1, E-2"')).toBe(
      `{"v":"${token('E-1', true)}, ${token('E-2', true)}"}`,
    );
    expect(transformed("!<pseudonymizeRegexMatches>\n  regex: 'a(b)|c'", '"cab"')).toBe(`{"v":"ca${token('b')}"}`);
    expect(transformed("!<pseudonymizeRegexMatches>\n  regex: 'x(?=(ab?))a?'", '"xab"')).toBe(
      `{"v":"x${token('ab')}"}`,
    );
  });

  it('replace every occurrence of a captured text by its token', () => {
    const regex = "!<tokenize>\n  regex: '^/u/(\\w*)/.*$'";
    expect(transformed(regex, '"/u/v1/v1.0"')).toBe(
      `{"v":"/u/${pseudonyms.tokenize('v1', 'rule-text/x')}/${pseudonyms.tokenize('v1', 'rule-text/x')}.0"}`,
    );
    expect(transformed(regex, '"/u//v1.0"')).toBe('{"v":"/u//v1.0"}');
    expect(transformed(regex, '"/g/v1/"')).toBe('{"v":"/g/v1/"}');
    expect(transformed("!<tokenize>\n  regex: '/u/(?:(a)|b)'", '"/u/b"')).toBe('{"v":null}');
  });

  it('keep words as Java splits them', () => {
    const words = (delimiter: string, value: string) =>
      transformed(`!<filterTokenByRegex>\n  delimiter: ${delimiter}\n  filters: ['.*']`, JSON.stringify(value));
    expect(words("'/'", '/a//b//')).toBe('{"v":"a  b"}');
    expect(words("'(/)'", 'a/b')).toBe('{"v":"a b"}');
    expect(words("'(?=b)'", 'bab')).toBe('{"v":"ba b"}');
    expect(words("'/'", '//')).toBe('{"v":null}');
    expect(words('null', ' a ')).toBe('{"v":"a"}');
  });

  it('keep phrases at word boundaries, in either case', () => {
    const phrases = (value: string) =>
      transformed(
        '!<redactExceptPhrases>\n  allowedPhrases: ["C++", "Focus", "Focus Time", "1:1", "a.b"]',
        JSON.stringify(value),
      );
    expect(['focus TIME: go', 'C++', 'C++ : now', '1:1s', 'a 1:1 acb', 'a.B'].map(phrases)).toEqual([
      '{"v":"focus,focus TIME"}',
      '{"v":""}',
      '{"v":"C++"}',
      '{"v":""}',
      '{"v":"1:1"}',
      '{"v":"a.B"}',
    ]);
  });

  it('keep the longest allowed part of one line, or of several if there is no other text on their lines', () => {
    const parts = (value: string) =>
      transformed(
        "!<redactExceptSubstringsMatchingRegexes>\n  exceptions: ['Pier \\w', 'b\\n?c', '\\d*']",
        JSON.stringify(value),
      );
    expect(['at Pier C', 'b', 'ab\nc', 'a\nb\nc', 'x\nbc', 'bc\nx'].map(parts)).toEqual([
      '{"v":"Pier C"}',
      '{"v":""}',
      '{"v":"b\\nc"}',
      '{"v":""}',
      '{"v":""}',
      '{"v":""}',
    ]);
  });

  it('give nothing of a text that is too long for an expression that could be slow', () => {
    const long = JSON.stringify(`${'a'.repeat(40_000)}b`);
    expect(transformed("!<redactRegexMatches>\n  redactions: ['a*b']", long)).toBe('{"v":null}');
    expect(transformed("!<filterTokenByRegex>\n  delimiter: 'a*b'\n  filters: ['a']", long)).toBe('{"v":null}');
    expect(transformed("!<tokenize>\n  regex: 'a*a*(b)'", long)).toBe('{"v":null}');
    expect(transformed("!<pseudonymizeRegexMatches>\n  regex: 'a*b'", long)).toBe('{"v":null}');
    expect(transformed("!<redactExceptSubstringsMatchingRegexes>\n  exceptions: ['a*b']", long)).toBe('{"v":""}');
    expect(
      transformed(
        "!<redactExceptSubstringsMatchingRegexes>\n  exceptions: ['b']",
        JSON.stringify(`\n${'a'.repeat(40_000)}`),
      ),
    ).toBe('{"v":""}');
  });

  it('run only if a condition finds anything in the document', () => {
    const lines = `transforms:
- !<redact>
  jsonPaths: ["$..who"]
  applyOnlyWhen: "$..[?(@.kind == 'private')]"`;
    expect(runText(lines, '{"kind":"private","in":{"who":1}}')).toBe('{"kind":"private","in":{}}');
    expect(runText(lines, '{"kind":"open","in":{"who":1}}')).toBe('{"kind":"open","in":{"who":1}}');
  });

  it('digest texts inside a text of JSON, and write the rest of it again', () => {
    const lines = `transforms:
- !<textDigest>
  jsonPaths: ["$..card"]
  isJsonEscaped: true
  jsonPathToProcessWhenEscaped: "$..text"
  keywords: [tide]`;
    const card = (value: unknown): string => JSON.stringify({ card: value });
    expect(runText(lines, card('{ "text": "Tide tide", "w": 2.50, "n": null, "deep": {"text": 1} }'))).toBe(
      card(
        '{"text":"{\\"keywords\\":{\\"tide\\":2},\\"length\\":9,\\"word_count\\":2}","w":2.5,"n":null,"deep":{"text":null}}',
      ),
    );
    expect(runText(lines, card('not JSON'))).toBe(card('not JSON'));
    expect(runText(lines, card(3))).toBe('{"card":null}');
  });
});

describe('augments', () => {
  const digest = (words: string, more = ''): string => `augments:\n- !<textDigest>\n  jsonPaths: ${words}\n${more}`;

  it('add a digest next to each text, after existing members', () => {
    expect(runText(digest('["$..t", "$..u"]'), '{"t":"a b","in":[{"u":"c"},{"u":null},{"u":3}]}')).toBe(
      '{"t":"a b","in":[{"u":"c","+u:textDigest":{"length":1,"word_count":1}},{"u":null},{"u":3}],"+t:textDigest":{"length":3,"word_count":2}}',
    );
  });

  it('add nothing to items of arrays, which have no name', () => {
    expect(runText(digest('["$.t[*]", "$"]'), '{"t":["a"]}')).toBe('{"t":["a"]}');
  });

  it('count keywords once each, however often they are listed', () => {
    expect(runText(digest('["$.t"]', '  keywords: [Tide, tide, ebb]'), '{"t":"tide, TIDE; tides"}')).toBe(
      '{"t":"tide, TIDE; tides","+t:textDigest":{"keywords":{"tide":2},"length":17,"word_count":3}}',
    );
  });

  it('list keywords alphabetically, regardless of their order in the text', () => {
    expect(runText(digest('["$.t"]', '  keywords: [ebb, tide, gull]'), '{"t":"gull tide ebb"}')).toBe(
      '{"t":"gull tide ebb","+t:textDigest":{"keywords":{"ebb":1,"gull":1,"tide":1},"length":13,"word_count":3}}',
    );
  });

  it('are left out if the response already has a name with a plus', () => {
    expect(runText(digest('["$..t"]'), '{"t":"a","in":[{"+x":1}]}')).toBe('{"t":"a","in":[{"+x":1}]}');
  });

  it('store a JSON text with digests in it; nothing if the text is not JSON, or one place is missing', () => {
    const inner = digest('["$..p"]', '  innerJsonPath: "$.said"');
    expect(runText(inner, '{"p":"{\\"said\\":\\"x\\",\\"n\\":1.0}"}')).toBe(
      JSON.stringify({
        p: '{"said":"x","n":1.0}',
        '+p:textDigest': '{"said":"{\\"length\\":1,\\"word_count\\":1}","n":1.0}',
      }),
    );
    expect(runText(inner, '{"p":"no"}')).toBe('{"p":"no"}');
    expect(runText(inner, '{"p":"{}"}')).toBe('{"p":"{}"}');
    expect(runText(digest('["$..p"]', '  innerJsonPath: "$..said"'), '{"p":"{}"}')).toBe(
      '{"p":"{}","+p:textDigest":"{}"}',
    );
  });

  it.each([
    ['$.lines[*].said', '{}', undefined],
    ['$.lines[*].said', '{"lines":null}', '{"lines":null}'],
    ['$.lines[*].said', '{"lines":[]}', '{"lines":[]}'],
    ['$.card.lines[*].said', '{"card":{}}', undefined],
    ['$.card.lines[*].said', '{"card":[]}', undefined],
    ['$.lines[0]..said', '{"lines":[]}', undefined],
    ['$.lines[0]..said', '{"lines":[{"x":1}]}', '{"lines":[{"x":1}]}'],
  ])(
    'with %s turn %s into %s, since a path that ends before it may find several is a failure',
    (path, text, stored) => {
      const inner = digest('["$..p"]', `  innerJsonPath: "${path}"`);
      expect(JSON.parse(runText(inner, JSON.stringify({ p: text })))).toEqual({
        p: text,
        ...(stored !== undefined && { '+p:textDigest': stored }),
      });
    },
  );
});

describe('the filter of responseSchema', () => {
  const filter = (schema: string, body: string, more = ''): string => {
    const result = linked(`endpoints:\n- pathTemplate: /x\n  responseSchema: ${schema}\n${more}`).run(
      new TextEncoder().encode(body),
      tools,
    );
    return result.ok ? new TextDecoder().decode(result.body) : result.why;
  };
  const property = (schema: string, value: string): string =>
    filter(`{type: object, properties: {v: ${schema}}}`, `{"v":${value},"w":1}`);

  it.each([
    ['{type: string}', '"x"', '"x"'],
    ['{type: string}', '1', 'null'],
    ['{type: string}', 'null', 'null'],
    ['{type: number}', '8.75', '8.75'],
    ['{type: number}', '"8"', 'null'],
    ['{type: integer}', '8.75', '8'],
    ['{type: integer}', '-8.75', '-8'],
    ['{type: integer}', '1e3', '1000'],
    ['{type: integer}', '9223372036854775807', '9223372036854775807'],
    ['{type: integer}', '9223372036854775808', 'null'],
    ['{type: integer}', '-9223372036854775809', 'null'],
    ['{type: integer}', '1e19', 'null'],
    ['{type: integer}', '1e400', 'null'],
    ['{type: integer}', 'true', 'null'],
    ['{type: boolean}', 'true', 'true'],
    ['{type: boolean}', 'null', 'false'],
    ['{type: boolean}', '"true"', 'null'],
    ['{type: "null"}', '1', 'null'],
    ['{type: null}', '1', '1'],
    ['{}', '"x"', '"x"'],
    ['{}', '123456789012345678901', '123456789012345678901'],
    ['{}', '[1]', 'null'],
    ['{}', '{"a":1}', 'null'],
    ['{properties: {a: {}}}', '{"a":1}', 'null'],
    ['{type: object, properties: {}}', '{"a":1}', '{}'],
    ['{type: object}', '[]', 'null'],
    ['{type: array, items: {type: string}}', '["a",1,null,"b"]', '["a","b"]'],
    ['{type: array, items: {type: boolean}}', '[true,null,1]', '[true,false]'],
    ['{type: array, items: {type: array, items: {}}}', '[[1],2,[{},3]]', '[[1],[3]]'],
    ['{type: array, items: {type: string}}', '{}', 'null'],
    ['{type: array}', '[1]', '[]'],
    ['{$ref: "#"}', '{"a":1}', 'null'],
    ['{type: string, const: x}', '"x"', '"x"'],
    ['{type: number, const: 5}', '5', '5'],
  ])('%s turns %s into %s', (schema, value, expected) => {
    expect(property(schema, value)).toBe(`{"v":${expected}}`);
  });

  it('gives an empty value if the root has another type', () => {
    expect(filter('{type: object, properties: {a: {}}}', '[{"a":1}]')).toBe('{}');
    expect(filter('{type: array, items: {}}', '{"a":1}')).toBe('[]');
    expect(filter('{type: string}', '{"a":1}')).toBe('null');
    expect(filter('{properties: {a: {}}}', '{"a":1}')).toBe('null');
    const definitions = 'definitions: {list: {type: array, items: {}}}';
    expect(filter('{$ref: "#/definitions/list"}', '{"a":1}', definitions)).toBe('[]');
  });

  it('refuses definitions that lead to themselves and nowhere else', () => {
    const endless =
      'definitions: {a: {$ref: "#/definitions/b"}, b: {anyOf: [{type: string, const: x}, {$ref: "#/definitions/a"}]}}';
    expect(() => filter('{$ref: "#/definitions/a"}', '{"x":1}', endless)).toThrow(
      /rules\.yaml:4:18: error rules\/endless-definition.*\n.*\n.*rules\.yaml:4:48: error/,
    );
  });

  it('follows definitions that refer to one another', () => {
    const definitions = `definitions:
  person: {type: object, properties: {id: {}, manager: {$ref: "#/definitions/person"}, team: {$ref: "#/definitions/team"}}}
  team: {type: object, properties: {lead: {$ref: "#/definitions/person"}}}
  unused: {type: object}`;
    expect(
      filter(
        '{$ref: "#/definitions/person"}',
        '{"id":1,"name":"x","manager":{"id":2,"x":1},"team":{"lead":{"id":3,"x":1}}}',
        definitions,
      ),
    ).toBe('{"id":1,"manager":{"id":2},"team":{"lead":{"id":3}}}');
  });

  it('give names with a plus no privilege, except for those of the file’s augments', () => {
    const rules = `endpoints:
- pathTemplate: /x
  augments:
  - !<textDigest>
    jsonPaths: ["$..t"]
  responseSchema: {type: object, properties: {in: {type: object, properties: {id: {}}}}}`;
    const run = (body: string): string => {
      const result = linked(rules).run(new TextEncoder().encode(body), tools);
      return result.ok ? new TextDecoder().decode(result.body) : result.why;
    };
    expect(run('{"in":{"id":1,"t":"a"},"t":"b"}')).toBe(
      '{"in":{"id":1,"+t:textDigest":{"length":1,"word_count":1}},"+t:textDigest":{"length":1,"word_count":1}}',
    );
    expect(run('{"in":{"id":1,"+x":"a"},"+y":"b"}')).toBe('{"in":{"id":1}}');
  });

  it('takes the first alternative that no constant speaks against', () => {
    const kinds = `{type: array, items: {anyOf: [
      {type: object, properties: {kind: {type: string, const: a}, x: {}}},
      {type: object, properties: {kind: {type: string, const: b}, y: {}}}]}}`;
    expect(
      filter(kinds, '[{"kind":"a","x":1,"y":2},{"kind":"b","x":1,"y":2},{"kind":"c","x":1},{"x":3,"y":4},5]'),
    ).toBe('[{"kind":"a","x":1},{"kind":"b","y":2},{"x":3}]');
  });

  it('leaves out items with another constant, and the whole if no alternative is left', () => {
    expect(filter('{type: array, items: {type: string, const: x}}', '["x","y"]')).toBe('["x"]');
    expect(filter('{type: object, properties: {k: {type: string, const: x}}}', '{"k":"y"}')).toBe('{}');
    expect(filter('{anyOf: [{type: string, const: x}]}', '"y"')).toBe('null');
  });

  it('keeps more if a condition holds; else is a second condition', () => {
    const schema = `{type: object, properties: {kind: {}}, if: {properties: {kind: {type: string, const: a}}},
      then: {properties: {x: {}}}, else: {properties: {mode: {type: string, const: b}}}}`;
    const run = (body: string): string => filter(schema, body);
    expect(run('{"kind":"a","x":1,"y":2}')).toBe('{"kind":"a","x":1}');
    expect(run('{"kind":"c","mode":"b","x":1}')).toBe('{"kind":"c","x":1}');
    expect(run('{"kind":"c","mode":"c","x":1}')).toBe('{"kind":"c"}');
    expect(run('{"kind":3,"x":1}')).toBe('{"kind":3}');
    expect(
      filter('{if: {properties: {k: {type: string}}}, then: {properties: {x: {}}}}', '{"k":"any","x":1,"y":2}'),
    ).toBe('{"x":1}');
    expect(filter('{if: {properties: {k: {type: string}}}}', '{"k":"any","x":1}')).toBe('{}');
  });
});

describe('bodies', () => {
  it('holds several values one after the other, each sanitized by itself', () => {
    const lines = 'transforms:\n- !<redact>\n  jsonPaths: ["$..a"]';
    expect(runText(lines, '\ufeff{"a":1,"b":2}\n{"a":3}{"c":4} [{"a":5}]\n')).toBe('{"b":2}\n{}\n{"c":4}\n[{}]');
  });

  it.each([
    ['', 'the answer is empty'],
    [' \n', 'the answer is empty'],
    ['<html>', 'the answer is not JSON'],
    ['{"a":1}{', 'the answer is not JSON'],
  ])('refuses %j', (body, why) => {
    expect(runText('', body)).toBe(`Graphveil.UpstreamInvalid: ${why}`);
  });

  it('reject bytes that are not UTF-8, and Plans that no compiler creates', () => {
    const runner = linked(endpoint(''));
    expect(runner.run(new Uint8Array([0x22, 0xff, 0x22]), tools)).toMatchObject({ ok: false });
    const plan = (response: unknown): Plan => ({
      title: 'x',
      hash: '',
      form: 'psoxy',
      endpoints: [{ request: { form: 'psoxy' }, response }] as unknown as Plan['endpoints'],
      nodes: [],
    });
    const body = new TextEncoder().encode('{"a":1}');
    const path = { text: '$.a', steps: [{ step: 'names', names: ['a'] }], definite: true };
    const unknown = { form: 'psoxy', augments: [], transforms: [{ transform: 'gone', options: {}, paths: [path] }] };
    const result = prepareRunners(plan(unknown)).at(0).run(body, tools);
    expect(result.ok && new TextDecoder().decode(result.body)).toBe('{}');
    expect(() => prepareRunners(plan(unknown)).at(7)).toThrow('the plan has no endpoint 7');
  });
});

describe('links', () => {
  const link1 = 'https://graph.microsoft.com/v1.0/users/u1/messages?$skip=2';
  const sealing: RunContext = {
    ...tools,
    seal: ({ url, kind }) =>
      url.includes('/lost')
        ? { ok: false, code: 'Graphveil.LinkUnmapped' }
        : { ok: true, url: `https://proxy.example/${kind}?${url.slice(-20)}` },
  };

  it('are sealed wherever the rules left them, whatever their letter case', () => {
    const body = JSON.stringify({
      '@odata.nextLink': link1,
      value: [{ 'replies@odata.NEXTLINK': link1, '@odata.deltaLink': link1.replace('https:', 'HTTP:') }],
    });
    expect(JSON.parse(runText('', body, sealing))).toEqual({
      '@odata.nextLink': 'https://proxy.example/page?/u1/messages?$skip=2',
      value: [
        {
          'replies@odata.NEXTLINK': 'https://proxy.example/page?/u1/messages?$skip=2',
          '@odata.deltaLink': 'https://proxy.example/delta?/u1/messages?$skip=2',
        },
      ],
    });
  });

  it('are sealed in upstream’s spelling if rules put tokens into them', () => {
    const lines = `transforms:
- !<tokenize>
  jsonPaths: ["$.['@odata.nextLink']"]
  regex: '^https://graph\\.microsoft\\.com/v1\\.0/users/([^/]+)/messages.*$'`;
    expect(runText(lines, JSON.stringify({ '@odata.nextLink': link1 }), sealing)).toBe(
      '{"@odata.nextLink":"https://proxy.example/page?/u1/messages?$skip=2"}',
    );
    expect(runText('', `{"@odata.nextLink":"https://x.example/p~${'A'.repeat(43)}"}`, sealing)).toContain('AAAA');
  });

  it('stay as the rules made them if they are no longer web addresses', () => {
    expect(
      runText(
        '',
        '{"@odata.nextLink":"t~x","a@odata.nextLink":5,"b@odata.nextLink":{"@odata.deltaLink":"https://a.example/lost"}}',
        sealing,
      ),
    ).toBe('Graphveil.LinkUnmapped: a link leads to no endpoint of the rule file');
    expect(runText('', '{"@odata.nextLink":"t~x","a@odata.nextLink":5}', sealing)).toBe(
      '{"@odata.nextLink":"t~x","a@odata.nextLink":5}',
    );
  });

  it('refuses an answer with a link that leads to no endpoint', () => {
    expect(runText('', '{"value":[{"@odata.nextLink":"https://graph.microsoft.com/lost"}]}', sealing)).toBe(
      'Graphveil.LinkUnmapped: a link leads to no endpoint of the rule file',
    );
  });
});

describe('the whole of it', () => {
  const runner = linked(
    `${endpoint(`augments:
- !<textDigest>
  jsonPaths: ["$..text"]
responseSchema: {type: object, properties: {a: {}, text: {type: string}, list: {type: array, items: {$ref: "#/definitions/d"}}}}
transforms:
- !<redact>
  jsonPaths: ["$..text", "$..[?(@.a == 1)].b", "$.list[0]", "$.list[1:]..c"]
- !<pseudonymize>
  jsonPaths: ["$..a", "$.list[*]"]
- !<tokenize>
  jsonPaths: ["$..*"]`)}definitions: {d: {type: object, properties: {a: {}, b: {}, c: {type: integer}}}}\n`,
  );

  it('never throws, never changes its input, and gives the same bytes for the same bytes', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'text', 'list', '@odata.nextLink', '+x', '__proto__', '');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom(null, true, false, 'x', 'avery@contoso.example', '', ' '),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string({ unit: 'binary' }),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.array(fc.tuple(name, tie('tree')), { maxLength: 5 }).map((members) => Object.fromEntries(members)),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const bytes = new TextEncoder().encode(JSON.stringify(value));
        const before = Uint8Array.from(bytes);
        const [first, second] = [runner.run(bytes, tools), runner.run(bytes, tools)];
        expect(bytes).toEqual(before);
        expect(first.ok).toBe(true);
        expect(first).toEqual(second);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(() => runner.run(bytes, tools)).not.toThrow();
      }),
    );
  });
});

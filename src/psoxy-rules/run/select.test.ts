import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { JSONPath } from 'jsonpath-plus';
import { fromPlain, isNumber, type JsonValue, parseJson, printJson } from '../../json/index.ts';
import { compilePath } from '../json-path/index.ts';
import { preparePath } from './select.ts';
import { changeAt, type Draft } from './transform.ts';

type JaywayResults = {
  readonly documents: readonly string[];
  readonly paths: readonly (readonly [string, readonly (string | 0 | null)[]])[];
};

/** What Jayway itself finds. */
const jayway: JaywayResults = JSON.parse(readFileSync(new URL('./jayway-results.json', import.meta.url), 'utf8'));

const pathOf = (text: string) => {
  const compiled = compilePath(text, 'capped');
  if (!compiled.ok) throw new Error(compiled.problem.message);
  return compiled.path;
};

const select = (text: string, document: JsonValue) => preparePath(pathOf(text))(document);

const mark = (value: JsonValue): JsonValue => {
  if (typeof value === 'string') return `<${value}>`;
  return isNumber(value) ? `#${value.number}` : '!';
};

const changed = (path: string, text: string, change: (value: JsonValue) => JsonValue | undefined): string => {
  const draft: Draft = { value: parseJson(text) ?? null };
  changeAt(draft, select(path, draft.value), change);
  return printJson(draft.value);
};

const redacted = (path: string, text: string): string => changed(path, text, () => undefined);

/** The values at a path, as plain data. */
const found = (path: string, plain: unknown): readonly unknown[] => {
  const document = fromPlain(plain);
  return select(path, document).map((place) => {
    if (place.in === 'document') return plain;
    const value = place.in === 'object' ? place.of.get(place.key) : place.of[place.key];
    return JSON.parse(printJson(value ?? null));
  });
};

describe('linkPath', () => {
  const rows = jayway.paths.flatMap(([path, results]) =>
    results.map((result, index) => ({ path, document: jayway.documents[index] ?? '', result })),
  );

  it.each(rows.filter(({ result }) => result !== null))(
    'finds with $path in $document what Jayway finds',
    ({ path, document, result }) => {
      expect(changed(path, document, mark)).toBe(result === 0 ? changed('$.nowhere', document, mark) : result);
    },
  );

  it('tests every object after two dots, items of arrays too', () => {
    const document = '{"from":{"list":[{"id":5},{"t":"v","id":6},[{"id":7}]],"user":{"id":3}},"id":1}';
    expect(redacted("$..from..[?(@.t != 'v')].id", document)).toBe(
      '{"from":{"list":[{},{"t":"v","id":6},[{}]],"user":{}},"id":1}',
    );
  });

  it('takes whichever of several names is there, after two dots too', () => {
    expect(redacted("$..['a','b']", '{"a":1,"b":2,"c":{"a":3,"d":[{"b":4}]}}')).toBe('{"c":{"d":[{}]}}');
  });

  it('counts negative indexes from the end', () => {
    expect(redacted('$.a[-1]', '{"a":[1,2,3]}')).toBe('{"a":[1,2]}');
    expect(redacted('$.a[-2:-1]', '{"a":[1,2,3]}')).toBe('{"a":[1,3]}');
    expect(redacted('$.a[-9]', '{"a":[1,2,3]}')).toBe('{"a":[1,2,3]}');
  });

  it('passes over blanks around a path', () => {
    expect(redacted(' $.a ', '{"a":1}')).toBe('{}');
    expect(redacted(' a', '{"a":1}')).toBe('{}');
  });

  it('goes through arrays after two dots and a star', () => {
    expect(redacted('$..*.b', '[{"a":{"b":1}},{"b":[{"b":2}]}]')).toBe('[{"a":{}},{}]');
  });

  it('changes a value twice if it is reached in two ways', () => {
    expect(changed('$..a..b', '{"a":{"a":{"b":"x"}}}', mark)).toBe('{"a":{"a":{"b":"<<x>>"}}}');
  });

  it('removes a place only once if it is reached in two ways', () => {
    expect(redacted('$..a..b', '{"a":{"a":{"b":1,"c":2}}}')).toBe('{"a":{"a":{"c":2}}}');
    expect(redacted('$..a..b[0]', '{"a":{"a":{"b":[1,2]}}}')).toBe('{"a":{"a":{"b":[2]}}}');
  });

  it('takes all items out of an array without losing count', () => {
    expect(redacted('$.a[*]', '{"a":[1,[2],{"a":[3]}]}')).toBe('{"a":[]}');
    expect(redacted('$..a..[0]', '{"a":[[1,2],[3,4]]}')).toBe('{"a":[[4]]}');
  });

  it('makes null of a document that is taken out itself', () => {
    expect(redacted('$', '{"a":1}')).toBe('null');
    expect(changed('$', '"x"', mark)).toBe('"<x>"');
  });

  it('takes names that mean something in JavaScript as any others', () => {
    const document = '{"__proto__":{"constructor":1},"toString":2}';
    expect(redacted('$..constructor', document)).toBe('{"__proto__":{},"toString":2}');
    expect(redacted('$.hasOwnProperty', document)).toBe(document);
  });

  it.each([
    ['$.a[?(@.b == @.nowhere)]', '{"a":[{"b":1},{}]}', '{"a":[{"b":1},{}]}'],
    [
      '$.a[?(@.b == @.c)]',
      '{"a":[{"b":[1],"c":[1]},{"b":{},"c":[]},{"b":{"x":1},"c":{"x":1}}]}',
      '{"a":[{"b":{},"c":[]}]}',
    ],
    [
      '$.a[?(@.b =~ /1|true|/)]',
      '{"a":[{"b":1},{"b":true},{"b":["x","1"]},{"b":["x"]},{"c":1}]}',
      '{"a":[{"b":["x"]}]}',
    ],
    ['$.a[?(/x/ == @.b)]', '{"a":[{"b":"x"}]}', '{"a":[{"b":"x"}]}'],
    ['$.a[?(@.b == /x/)]', '{"a":[{"b":"x"}]}', '{"a":[{"b":"x"}]}'],
    ['$.a[?(/x/ =~ /x/)]', '{"a":[{"b":"x"}]}', '{"a":[{"b":"x"}]}'],
    [
      '$.a[?(@.b size 2)]',
      '{"a":[{"b":"xy"},{"b":{"c":1,"d":2}},{"b":3},{"b":[1,2]}]}',
      '{"a":[{"b":{"c":1,"d":2}},{"b":3}]}',
    ],
    ['$.a[?(@.b size @.c)]', '{"a":[{"b":[]}]}', '{"a":[{"b":[]}]}'],
    ['$.a[?(@.b empty true)]', '{"a":[{"b":3},{"b":""},{"b":{}}]}', '{"a":[{"b":3}]}'],
    ['$.a[?(@.b in @.c)]', '{"a":[{"b":3,"c":[3]},{"b":3,"c":4}]}', '{"a":[{"b":3,"c":4}]}'],
    ['$.a[?(@.b contains 3)]', '{"a":[{"b":[3]},{"b":[4]},{"b":"3"}]}', '{"a":[{"b":[4]},{"b":"3"}]}'],
    ['$.a[?(@.b == [])]', '{"a":[{"b":[]},{"b":[1]},{"b":""}]}', '{"a":[{"b":[1]},{"b":""}]}'],
    ["$.a[?(@.b > 'a')]", '{"a":[{"b":"b"},{"b":"a"},{"b":5}]}', '{"a":[{"b":"a"},{"b":5}]}'],
    ["$.a[?(@.b in ['x', 1, true, false, null])]", '{"a":[{"b":null},{"b":false},{"b":2}]}', '{"a":[{"b":2}]}'],
    ['$.a[?(@.b == "it\'s\\u0021\\n")]', '{"a":[{"b":"it\'s!\\n"}]}', '{"a":[]}'],
    ['$.a[?(@.b.*)]', '{"a":[{"b":{}},1]}', '{"a":[]}'],
  ])('reads the filter of %s', (path, document, expected) => {
    expect(redacted(path, document)).toBe(expected);
  });

  it('agrees with another implementation on definite paths, on names at any depth and on stars', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const step = fc.oneof(
      name.map((text) => `.${text}`),
      name.map((text) => `['${text}']`),
      fc.constant('[*]'),
      fc.nat(2).map((index) => `[${index}]`),
    );
    const definite = fc.array(
      step.filter((text) => text !== '[*]'),
      { minLength: 1, maxLength: 4 },
    );
    const any = fc
      .tuple(
        name.map((text) => `..${text}`),
        fc.array(step, { maxLength: 2 }),
      )
      .map((parts) => parts.flat());
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.integer(),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(name, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();
    fc.assert(
      fc.property(
        tree.filter((plain) => typeof plain === 'object'),
        fc.oneof(definite, any),
        (plain, steps) => {
          const path = `$${steps.join('')}`;
          const opinion: unknown[] = JSONPath({ path, json: plain as object, wrap: true, eval: false });
          expect(sorted(found(path, plain))).toEqual(sorted(opinion));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('compilePath', () => {
  const problemOf = (text: string) => {
    const compiled = compilePath(text, 'capped');
    return compiled.ok ? 'read' : { at: compiled.problem.at, message: compiled.problem.message };
  };

  it.each([
    ['', 0, 'path is empty'],
    ['  ', 0, 'path is empty'],
    ['$.a.', 4, 'name is missing'],
    ['$..', 3, 'name is missing'],
    ['$...a', 1, 'path has more than two dots in a row'],
    ['$.a b', 4, "path isn't readable from here on"],
    ['$a', 1, "path isn't readable from here on"],
    ['$[', 2, "content of the brackets isn't supported"],
    ['$[]', 2, "content of the brackets isn't supported"],
    ['$[1:2:3]', 2, "content of the brackets isn't supported"],
    ['$[:]', 2, "content of the brackets isn't supported"],
    ['$[0', 3, '] is missing'],
    ["$['a]", 2, "quoted text isn't closed"],
    ["$['a',]", 6, 'quoted name is missing'],
    ['$.a.length()', 4, "functions aren't supported"],
    ['$.a[?]', 5, '( is missing'],
    ['$.a[?(@.b == 1]', 14, ') is missing'],
    ['$.a[?((@.b == 1)]', 16, ') is missing'],
    ['$.a[?(@.b = 1)]', 10, "operator isn't supported"],
    ['$.a[?(@.b subsetof [1])]', 10, "operator isn't supported"],
    ["$.a[?('x')]", 6, 'value has no comparison'],
    ['$.a[?(@.b == x)]', 13, 'value is missing, expected a path, a text or a number'],
    ['$.a[?(@.b in [x])]', 14, 'list in a filter is wrong, expected texts, numbers, true, false or null'],
    ['$.a[?(@.b in [1 2])]', 16, ', is missing'],
    ['$.a[?(@.b =~ /x)]', 14, "expression isn't closed"],
    ['$.a[?(@.b =~ /(/)]', 14, "group isn't closed"],
    ['$.a[?(@.b =~ /x/u)]', 14, "flag u isn't supported"],
  ])('refuses %s, with the place and the reason', (text, at, message) => {
    expect(problemOf(text)).toEqual({ at, message });
  });

  it('refuses paths that are longer than a person writes', () => {
    expect(problemOf(`$${'.a'.repeat(1200)}`)).toEqual({
      at: 2000,
      message: 'path is too long, expected at most 2000 characters',
    });
    expect(problemOf(`$[?(${'('.repeat(1900)}`)).toEqual({
      at: 54,
      message: 'filter nests too deep, expected at most 50 levels',
    });
  });

  it('warns of an expression in a filter that can take polynomial time', () => {
    const compiled = compilePath('$..a[?(@.b =~ /x*x*y/)]', 'capped');
    expect(compiled).toMatchObject({ ok: true, warnings: [{ at: 15 }] });
    expect(compilePath('$..a[?(@.b =~ /x*x*y/)]', 'strict')).toMatchObject({ ok: false, problem: { at: 15 } });
  });

  it.each([
    ['$.a.b', true],
    ["$['a','b']", true],
    ["$['a','b'].c", false],
    ['$[0]', true],
    ['$[0,1]', false],
    ['$..a', false],
    ['$.*', false],
    ['$[1:]', false],
    ['$[?(@.a)]', false],
  ])('determines whether %s leads to one place', (text, definite) => {
    expect(pathOf(text).definite).toBe(definite);
  });

  it('never fails in another way, whatever the text', () => {
    const piece = fc.constantFrom(...'$.@[]()?*\'"ab01,:=!<>&|~/\\ -'.split(''));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(() => compilePath(pieces.join(''), 'strict')).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });
});

import fc from 'fast-check';
import {
  decodeUtf8,
  fromPlain,
  isNumber,
  type JsonValue,
  parsedMemory,
  parseJson,
  parseJsonSequence,
  printJson,
} from './index.ts';

const roundTrip = (text: string): string | undefined => {
  const value = parseJson(text);
  return value === undefined ? undefined : printJson(value);
};

describe('parseJson and printJson', () => {
  it.each([
    'null',
    'true',
    'false',
    '"a\\"\\\\b"',
    '0',
    '-0',
    '1.10',
    '1E400',
    '12345678901234567890123',
    '[]',
    '{}',
    '[1,[2,[]],{}]',
    '{"b":1,"2":2,"1":1,"__proto__":{"x":null},"":""}',
  ])('keeps %s unchanged', (text) => {
    expect(roundTrip(text)).toBe(text);
  });

  it('takes the last value of a duplicate key, at the place of the first', () => {
    expect(roundTrip('{"a":1,"b":2,"a":3}')).toBe('{"a":3,"b":2}');
  });

  it('reads every escape and writes only those that must be', () => {
    expect(parseJson('"\\b\\f\\n\\r\\t\\/\\u0041\\ud83d\\ude80"')).toBe('\b\f\n\r\t/A🚀');
    expect(printJson('\b\f\n\r\t/\u001f\u007f\u2028é🚀')).toBe('"\\b\\f\\n\\r\\t/\\u001F\u007f\u2028é🚀"');
  });

  it('writes a lone surrogate as its escape, so that the text stays UTF-8', () => {
    expect(roundTrip('["\\ud83d","x\\ude80y"]')).toBe('["\\uD83D","x\\uDE80y"]');
  });

  it.each([
    ['nothing', ''],
    ['two values', '1 2'],
    ['a cut object', '{"a":1'],
    ['a cut text', '"abc'],
    ['a comma too many', '[1,]'],
    ['a missing comma', '[1 2]'],
    ['a missing colon', '{"a" 1}'],
    ['an unquoted name', '{a:1}'],
    ['single quotes', "'a'"],
    ['a leading zero', '01'],
    ['a bare point', '.5'],
    ['a plus sign', '+1'],
    ['not a number', 'NaN'],
    ['a misspelled literal', 'trui'],
    ['a raw control character', '"a\nb"'],
    ['an unknown escape', '"\\x41"'],
    ['a cut escape', '"\\u00'],
    ['a comment', '/* */1'],
    ['a page', '<html></html>'],
  ])('refuses %s', (_what, text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  it('refuses documents nested deeper than 500 levels', () => {
    expect(roundTrip(`${'['.repeat(500)}${']'.repeat(500)}`)).toHaveLength(1000);
    expect(roundTrip(`${'['.repeat(502)}${']'.repeat(502)}`)).toBeUndefined();
    expect(roundTrip('{"a":'.repeat(100_000))).toBeUndefined();
  });

  it('agrees with the platform on every JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const parsed = parseJson(text) as JsonValue;
        expect(JSON.parse(printJson(parsed))).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('parseJsonSequence', () => {
  it('reads values one after the other', () => {
    expect(parseJsonSequence('{}\n[1]{"a":2} "x"')?.map((value) => printJson(value))).toEqual([
      '{}',
      '[1]',
      '{"a":2}',
      '"x"',
    ]);
  });

  it('finds nothing in a blank text', () => {
    expect(parseJsonSequence(' \r\n\t')).toEqual([]);
  });

  it('rejects the whole sequence if one value is malformed', () => {
    expect(parseJsonSequence('{}\n{')).toBeUndefined();
  });
});

describe('fromPlain', () => {
  it('turns plain data into JSON values', () => {
    const value = fromPlain({ a: [1.5, 'x', true, null], b: undefined, c: { d: () => 1 } });
    expect(printJson(value)).toBe('{"a":[1.5,"x",true,null],"c":{"d":null}}');
  });

  it('distinguishes a number from an object with a member of that name', () => {
    expect(isNumber(fromPlain({ number: '1' }))).toBe(false);
    expect(isNumber(fromPlain(1))).toBe(true);
  });
});

describe('printJson', () => {
  it('lets the caller write numbers', () => {
    expect(printJson(fromPlain([1, { a: 2 }]), (text) => `${text}0`)).toBe('[10,{"a":20}]');
  });
});

describe('decodeUtf8', () => {
  it('takes a byte order mark away', () => {
    expect(decodeUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))).toBe('{}');
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(decodeUtf8(new Uint8Array([0xc3, 0x28]))).toBeUndefined();
  });
});

describe('parsedMemory', () => {
  it.each([
    ['many small objects', JSON.stringify(Array.from({ length: 1_000 }, () => ({ a: {} }))), 2_000 * 800],
    ['many numbers', JSON.stringify(Array.from({ length: 1_000 }, () => 1)), 1_000 * 150],
    ['one long text', JSON.stringify('x'.repeat(10_000)), 60_000],
  ])('grows with objects, values and text: %s', (_what, body, least) => {
    const memory = parsedMemory(Buffer.from(body));

    expect(memory).toBeGreaterThanOrEqual(least);
    expect(memory).toBeLessThan(least * 1.3);
  });
});

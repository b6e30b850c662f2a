import { compareDocuments } from './compare-documents.ts';

const marks = (before: unknown, after: unknown): readonly string[] =>
  compareDocuments(before, after).map(
    ({ mark, text, after: other }) => `${mark} ${text}${other === undefined ? '' : ` → ${other}`}`,
  );

describe('compareDocuments', () => {
  it('marks kept, changed and dropped lines', () => {
    const before = { id: 'a', body: { content: 'secret' }, n: 1, tags: ['x', { name: 'y' }] };
    const after = { id: 'p~b', n: 1, tags: ['x', {}] };

    expect(marks(before, after)).toEqual([
      'kept {',
      'changed   "id": "a" →   "id": "p~b"',
      'gone   "body": {',
      'gone     "content": "secret"',
      'gone   }',
      'kept   "n": 1',
      'kept   "tags": [',
      'kept     "x"',
      'kept     {',
      'gone       "name": "y"',
      'kept     }',
      'kept   ]',
      'kept }',
    ]);
  });

  it('shows an object in the place of a text', () => {
    expect(marks({ t: 'words here' }, { t: { length: 10 } })[1]).toBe(
      'changed   "t": "words here" →   "t": {"length":10}',
    );
  });

  it('shortens tokens and long texts', () => {
    const [, line] = compareDocuments({ t: 'x'.repeat(300) }, { t: `p~${'A'.repeat(120)}@contoso.example` });

    expect(line?.text.length).toBeLessThan(120);
    expect(line?.after).toBe(`  "t": "p~${'A'.repeat(16)}…@contoso.example"`);
  });

  it('takes nothing that is inherited for a property', () => {
    expect(marks({ toString: 'x' }, {})).toContain('gone   "toString": "x"');
  });

  it.each([
    [
      { a: [1, { b: 2 }] },
      { a: [1] },
      ['kept {', 'kept   "a": [', 'kept     1', 'gone     {', 'gone       "b": 2', 'gone     }', 'kept   ]', 'kept }'],
    ],
    [{ a: [] }, { a: [] }, ['kept {', 'kept   "a": []', 'kept }']],
    [{ a: {} }, {}, ['kept {', 'gone   "a": {}', 'kept }']],
    [{ a: [1] }, { a: { length: 1 } }, ['kept {', 'changed   "a": [1] →   "a": {"length":1}', 'kept }']],
    [{ a: { b: 1 } }, { a: [1] }, ['kept {', 'changed   "a": {"b":1} →   "a": [1]', 'kept }']],
    [{ a: { b: 1 } }, { a: 5 }, ['kept {', 'changed   "a": {"b":1} →   "a": 5', 'kept }']],
    [
      { a: { b: { c: 1 } } },
      {},
      ['kept {', 'gone   "a": {', 'gone     "b": {', 'gone       "c": 1', 'gone     }', 'gone   }', 'kept }'],
    ],
    [{ a: null }, { a: null }, ['kept {', 'kept   "a": null', 'kept }']],
    [{ a: false }, { a: true }, ['kept {', 'changed   "a": false →   "a": true', 'kept }']],
    ['a', 'a', ['kept "a"']],
    ['a', undefined, ['gone "a"']],
    [{ length: 1 }, [5], ['changed {"length":1} → [5]']],
  ])('compares %j with %j', (before, after, lines) => {
    expect(marks(before, after)).toEqual(lines);
  });

  it('shortens a text that takes more than 78 characters with its quotes', () => {
    const [fits, long] = [76, 77].map((length) => compareDocuments('x'.repeat(length), undefined)[0]?.text);

    expect(fits).toBe(`"${'x'.repeat(76)}"`);
    expect(long).toBe(`"${'x'.repeat(75)}…"`);
  });

  it.each([
    [`t~${'A'.repeat(17)}`, `t~${'A'.repeat(16)}…`],
    [`t~${'A'.repeat(16)}`, `t~${'A'.repeat(16)}`],
    [`h~${'a-_9'.repeat(6)}`, `h~${'a-_9'.repeat(4)}…`],
    [`at~${'A'.repeat(20)}`, `at~${'A'.repeat(20)}`],
    ['https://a.example/x?$skiptoken=abcdef', 'https://a.example/x?$skiptoken=…'],
    ['http://a.example/x?$deltatoken=abcdef', 'http://a.example/x?$deltatoken=…'],
    ['see https://a.example/x?$deltatoken=abc', 'see https://a.example/x?$deltatoken=abc'],
    ['https://a.example/x?$top=5&$skiptoken=abc', 'https://a.example/x?$top=5&$skiptoken=abc'],
  ])('writes the text %s as %s', (text, written) => {
    expect(compareDocuments(text, undefined)).toEqual([{ mark: 'gone', text: JSON.stringify(written) }]);
  });
});

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
});

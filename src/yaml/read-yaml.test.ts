import fc from 'fast-check';
import { createReport } from '../diagnostics/index.ts';
import { describeNode, readYaml, type YamlNode } from './index.ts';

const read = (text: string) => {
  const report = createReport();
  const node = readYaml(text, 'f.yaml', report);
  return { node, said: report.all().map(({ position, code }) => `${position.line}:${position.column} ${code}`) };
};

const plain = (node: YamlNode | undefined): unknown => {
  if (node?.kind === 'mapping') return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
  return node?.kind === 'list' ? node.items.map(plain) : node?.value;
};

describe('readYaml', () => {
  it('reads values, tags and the places of both', () => {
    const { node, said } = read(
      'a: !<redact> {}\nb:\n  - !short\n  - 1\n  - true\n  - ~\n"@c": x\n1: y\n? {q: 1}\n: z\n',
    );

    expect(said).toEqual(['9:3 yaml/key']);
    expect(plain(node)).toEqual({ a: {}, b: ['', 1, true, null], '@c': 'x', '1': 'y' });
    const [a, b] = node?.kind === 'mapping' ? node.entries : [];
    expect(a).toMatchObject({ keyPosition: { line: 1, column: 1 }, value: { tag: 'redact', position: { column: 4 } } });
    expect(b?.value).toMatchObject({ items: [{ tag: 'short', position: { line: 3, column: 5 } }, {}, {}, {}] });
  });

  it('writes aliases out, each as the last anchor of its name', () => {
    const { node, said } = read('a: &x { k: 1 }\nb: *x\nc: &x 2\nd: *x');
    expect(said).toEqual([]);
    expect(plain(node)).toEqual({ a: { k: 1 }, b: { k: 1 }, c: 2, d: 2 });
  });

  it('leaves standard tags to the parser', () => {
    expect(read('a: !!str 1').node).toMatchObject({ entries: [{ value: { value: '1' } }] });
    expect(read('a: !!str 1').node).not.toMatchObject({ entries: [{ value: { tag: expect.anything() } }] });
  });

  it('reports a duplicate key and reads the first', () => {
    const { node, said } = read('a: 1\na: 2\nb: { c: 1, c: 2 }');
    expect(said).toEqual(['2:1 yaml/duplicate-key', '3:12 yaml/duplicate-key']);
    expect(plain(node)).toEqual({ a: 1, b: { c: 1 } });
  });

  it.each([
    ['nothing', '', '1:1 yaml/empty'],
    ['only a comment', '# x', '1:1 yaml/empty'],
    ['bytes that are no UTF-8', 'a: 1\nb: x\ufffd', '2:5 yaml/encoding'],
    ['UTF-16', '\ufffd\ufffda\0:\0', '1:1 yaml/encoding'],
    ['control characters', 'a: "\u0007"', '1:5 yaml/encoding'],
    ['a tab as indent', 'a:\n\t- x', '2:1 yaml/tab'],
    ['a bracket that is not closed', 'a: [1', '1:6 yaml/syntax'],
    ['a second document', 'a: 1\n---\nb: 2', '2:1 yaml/documents'],
    ['an alias without anchor', 'a: *x', '1:4 yaml/alias'],
    ['an alias into itself', 'a: &x [*x]', '1:8 yaml/alias'],
    ['an empty key', '? \n: 1', '1:3 yaml/key'],
    ['too much text', `a: ${'x'.repeat(1_000_000)}`, '1:1 yaml/too-much'],
    ['too many brackets', '['.repeat(101), '1:1 yaml/too-much'],
    ['brackets that would take the process down', '['.repeat(200_000), '1:1 yaml/too-much'],
    ['too many dashes on a line', '- '.repeat(101), '1:1 yaml/too-much'],
    [
      'too deep an indent',
      Array.from({ length: 102 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      '102:102 yaml/too-much',
    ],
  ])('refuses %s', (_what, text, first) => {
    expect(read(text).said[0]).toBe(first);
  });

  it('refuses a bomb of aliases', () => {
    const lines = ['a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]'];
    for (let level = 1; level < 12; level += 1)
      lines.push(
        `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    expect(read(lines.join('\n'))).toEqual({ node: undefined, said: ['1:1 yaml/too-much'] });
  });

  it('closes brackets that were never opened without harm', () => {
    expect(plain(read('a: "]]]"\nb: [1]').node)).toEqual({ a: ']]]', b: [1] });
  });

  it('never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&x',
      '*x',
      '!<t>',
      '"',
      "'",
      '#',
      '|',
      '>',
      '?',
      '\t',
      ',',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => void read(parts.join(''))),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void read(text)));
  });
});

describe('describeNode', () => {
  it.each([
    ['a: !<redact> {}', '!<redact>'],
    ['a: []', 'a list'],
    ['a: {}', 'a mapping'],
    ['a:', 'nothing'],
    ['a: x', 'text'],
    ['a: false', 'false'],
    ['a: 1', 'a number'],
  ])('reports that %s is %s', (text, description) => {
    const { node } = read(text);
    const value = node?.kind === 'mapping' ? node.entries[0]?.value : undefined;
    expect(value && describeNode(value)).toBe(description);
  });
});

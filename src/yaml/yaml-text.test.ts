import { readYamlText } from './yaml-text.ts';

const said = (text: string) =>
  readYamlText(text, 'a.yaml').problems.map(({ position, code }) => `${position.line}:${position.column} ${code}`);

describe('readYamlText', () => {
  it('writes anchors out', () => {
    expect(readYamlText('a: &x { b: 1 }\nc: *x\n', 'a.yaml')).toMatchObject({
      value: { a: { b: 1 }, c: { b: 1 } },
      problems: [],
    });
  });

  it('takes a byte order mark at the start', () => {
    expect(readYamlText('\ufeffa: 1\n', 'a.yaml')).toMatchObject({ value: { a: 1 }, problems: [] });
  });

  it.each([
    ['an alias without an anchor', 'a: 1\nb: [*x]\n', '2:5 yaml/alias'],
    ['an alias before its anchor', 'a: *x\nb: &x 1\n', '1:4 yaml/alias'],
    ['an alias within what it means', 'a: &x [1, { b: *x }]\n', '1:16 yaml/alias'],
    ['a key that no mapping can hold', 'a:\n  __proto__: { b: 1 }\n', '2:3 yaml/key'],
    ['a second document', 'a: 1\n---\nb: 1\n', '2:1 yaml/documents'],
    ['bytes that were no UTF-8', 'a: 1\n# caf\ufffd\n', '2:6 yaml/encoding'],
    ['a control character', 'a: 1\nb: \0\n', '2:4 yaml/encoding'],
    ['the same key twice', 'a: 1\na: 2\n', '2:1 yaml/duplicate-key'],
    [
      'a file that grows by its aliases',
      `a: &a [1, 2]\n${[...'bcdefg'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdef'[index]}`)}]\n`).join('')}`,
      '1:1 yaml/too-much',
    ],
  ])('rejects %s, with its position', (_, text, problem) => {
    const read = readYamlText(text, 'a.yaml');

    expect(said(text)).toEqual([problem]);
    expect(read.value).toBeUndefined();
  });
});

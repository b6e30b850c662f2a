import { countPhrases, countWords } from './house-phrases.ts';
import { codeProse, markdownProse, yamlComments } from './read-prose.ts';

const hitsIn = (text: string): readonly string[] =>
  countPhrases(text).flatMap(([name, hits]) => Array.from({ length: hits }, () => name));

describe('countPhrases', () => {
  it.each([
    ['Returns what is kept.', ['what-clause as a noun']],
    ['The rule says so, and said so before.', ['say, says, said', 'say, says, said']],
    ['Where it stands.', ['stand, stands, stood']],
    ['Rules are held against the types.', ['hold against']],
    ['Mends it.', ['mend']],
    ['It is no file.', ['is no']],
    ['Whoever deploys.', ['whoever']],
    ['The hash alone, or else nothing.', ['alone', 'else']],
  ])('counts in "%s"', (text, names) => {
    expect(hitsIn(text)).toEqual(names);
  });

  it.each([
    'Returns dropped properties; everything else stays.',
    'A stand-in for a setting.',
    'It is no longer there.',
    'What is a pseudonym?',
  ])('counts nothing in "%s"', (text) => {
    expect(hitsIn(text)).toEqual([]);
  });

  it('counts words, not numbers or signs', () => {
    expect(countWords('isn’t a file: 12 + well-known words')).toBe(5);
  });
});

describe('codeProse', () => {
  const text = [
    "import { a } from './what/is/it.ts';",
    '/** Returns `what is` code. */',
    "const b = a('one word', `three of ${1} them`); // at the end",
    '// on its own',
    "type C = 'what is it not';",
  ].join('\n');

  it('reads comments without inline code', () => {
    expect(
      codeProse('a.ts', text).comments.map((each) => [each.line, each.text.trim().replaceAll(/\s+/g, ' ')]),
    ).toEqual([
      [2, 'Returns code.'],
      [3, 'at the end'],
      [4, 'on its own'],
    ]);
  });

  it('reads literals of three words, and no import or type', () => {
    const prose = codeProse('a.ts', "throw new Error('this is wrong'); import 'a b c d';\ntype T = 'one two three';");
    expect(prose.messages).toEqual([{ line: 1, text: 'this is wrong' }]);
  });
});

describe('yamlComments', () => {
  it('reads comments without inline code, and no values', () => {
    const text = ['# the first', 'a: "# not a comment" # the `b` second', 'c: |', '  # not one either', '#third'].join(
      '\n',
    );
    expect(yamlComments(text).map((each) => [each.line, each.text.trim().replaceAll(/\s+/g, ' ')])).toEqual([
      [1, 'the first'],
      [2, 'the second'],
      [5, 'third'],
    ]);
  });
});

describe('markdownProse', () => {
  it('keeps line numbers, and drops code and link targets', () => {
    const lines = markdownProse('# A\n\n```sh\nwhat is\n```\nSee `what is` [it](what/is.md).');
    expect(lines.map(({ text }) => text.trim().replaceAll(/\s+/g, ' '))).toEqual(['# A', '', '', '', '', 'See [it .']);
    expect(lines.at(-1)?.line).toBe(6);
  });
});

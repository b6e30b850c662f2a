import { compileOptions, type WrittenOption } from '../compile/transform-options.ts';
import { fromPlain, printJson } from '../json/index.ts';
import { documentationPseudonyms } from '../pseudonyms/documentation-keyring.ts';
import { optionDialect } from '../rules/compile/compile-leaf.ts';
import { transforms } from './index.ts';
import { kindOfOptions } from './transform.ts';

const tools = {
  pseudonyms: documentationPseudonyms(),
  seal: () => ({ ok: false, code: 'Graphveil.LinkUnmapped' }) as const,
  random: (count: number) => new Uint8Array(count),
};
const examples = [...transforms.values()].flatMap((transform) =>
  transform.examples.map((example) => ({ name: `${transform.name}: ${example.shows}`, transform, example })),
);

describe('examples of the transforms', () => {
  it.each(examples)('$name', ({ transform, example }) => {
    const given = new Map(Object.entries(example.options) as [string, WrittenOption][]);
    const { options, problems } = compileOptions(transform, given, optionDialect('strict', given.get('ignoreCase')));
    expect(problems).toEqual([]);
    const result = transform.compile(options ?? {})(fromPlain(example.input), tools);
    const plain = result === undefined ? undefined : JSON.parse(printJson(result));
    expect(plain).toEqual(example.output);
  });
});

describe('values and options that a transform is not for', () => {
  const values = [null, true, 5, 'x', '', ['x'], { x: 1 }].map(fromPlain);

  it.each([...transforms.values()])('$name handles them without failing', (transform) => {
    const run = transform.compile({ of: 'user-id' });
    for (const value of values) expect(() => run(value, tools)).not.toThrow();
  });

  it.each([...transforms.values()])('$name makes nothing readable of them', (transform) => {
    const run = transform.compile({ of: 'user-id' });
    const accepted = new Set<string>(transform.accepts);
    const kinds = ['null', 'boolean', 'number', 'text', 'text', 'array', 'object'];
    const others = values.filter((_, index) => !accepted.has(String(kinds[index])));
    for (const value of others) expect([undefined, null]).toContain(run(value, tools));
  });
});

describe('the kind in the options of a pseudonym', () => {
  it('is the kind of tokens, or the place of a rule', () => {
    expect(kindOfOptions({ of: 'team-id' })).toBe('group-id');
    expect(kindOfOptions({ of: 'rule-text/subject' })).toBe('rule-text/subject');
    expect(kindOfOptions({ of: 'hr.yaml/$.a' })).toBe('rule-text/hr.yaml/$.a');
  });

  it('is never missing in a Plan that compile made', () => {
    expect(() => kindOfOptions({})).toThrow('the plan has a pseudonym of no kind');
  });
});

describe('options that clash', () => {
  const everyOption = { ...optionDialect('capped', undefined), offers: () => true };
  const problemsOf = (name: string, given: Readonly<Record<string, WrittenOption>>) => {
    const transform = transforms.get(name);
    if (transform === undefined) throw new Error(name);
    const { problems } = compileOptions(transform, new Map(Object.entries(given)), everyOption);
    return problems.map(({ code, option, item }) =>
      [code, option, item].filter((part) => part !== undefined).join(' '),
    );
  };

  it('rejects the original next to a token', () => {
    expect(problemsOf('pseudonymize', { includeOriginal: true })).toEqual(['rules/options-clash']);
    for (const encoding of ['JSON', 'URL_SAFE_HASH_ONLY'])
      expect(problemsOf('pseudonymize', { includeOriginal: true, encoding })).toEqual([]);
  });

  it('refuses boundaries that do not rise', () => {
    expect(problemsOf('bucket', { boundaries: [1, 1] })).toEqual(['rules/options-clash']);
    expect(problemsOf('bucket', { boundaries: [] })).toEqual(['rules/options-clash']);
    expect(problemsOf('bucket', { boundaries: [1, 'x', null] })).toEqual([
      'rules/option-type boundaries 1',
      'rules/option-type boundaries 2',
    ]);
  });

  it.each([
    ['pseudonymize', { includeReversible: 'yes' }, ['rules/option-type includeReversible']],
    ['pseudonymize', { encoding: 'json' }, ['rules/option-type encoding']],
    ['pseudonymize', { encoding: null }, ['rules/option-type encoding']],
    ['redact', { deep: true }, ['rules/unknown-option deep']],
    ['tokenize', { regexp: 'x' }, ['rules/unknown-option regexp']],
    ['tokenize', { regex: 'x' }, ['rules/pattern-group regex']],
    ['tokenize', { regex: 5 }, ['rules/option-type regex']],
    ['redactRegexMatches', {}, ['rules/option-missing']],
    ['redactRegexMatches', { redactions: 'x' }, ['rules/option-type redactions']],
    [
      'redactRegexMatches',
      { redactions: ['(', 5, 'x'] },
      ['rules/pattern-not-readable redactions 0', 'rules/option-type redactions 1'],
    ],
    ['redactExceptPhrases', { allowedPhrases: ['x', 5] }, ['rules/option-type allowedPhrases 1']],
    ['filterTokenByRegex', { filters: ['x'], delimiter: null }, []],
    ['truncateTime', { unit: 'week' }, ['rules/option-type unit']],
  ] as const)('refuses of %s: %j', (name, given, expected) => {
    expect(problemsOf(name, given as Readonly<Record<string, WrittenOption>>)).toEqual(expected);
  });

  it('reads whole numbers and texts, for transforms to come', () => {
    const [first] = transforms.values();
    if (first === undefined) throw new Error('there are no transforms');
    const parameters = {
      count: { type: 'integer', description: '' },
      label: { type: 'text', description: '' },
    } as const;
    const read = (count: WrittenOption, label: WrittenOption) =>
      compileOptions(
        { ...first, parameters },
        new Map([
          ['count', count],
          ['label', label],
        ]),
        optionDialect('strict', undefined),
      );
    expect(read(3, 'x').options).toEqual({ count: 3, label: 'x' });
    expect(read(1.5, 2).problems.map(({ option }) => option)).toEqual(['count', 'label']);
  });

  it('rejects an option that only the other form has', () => {
    const transform = transforms.get('pseudonymize');
    if (transform === undefined) throw new Error('there is no such transform');
    const given = new Map<string, WrittenOption>([['includeOriginal', true]]);
    const { problems } = compileOptions(transform, given, optionDialect('strict', undefined));
    expect(problems.map(({ code }) => code)).toEqual(['rules/unknown-option']);
  });
});

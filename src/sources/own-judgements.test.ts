import type { GraphType, PrivacyTable } from '../graph-types/index.ts';
import { withOwnJudgements } from './own-judgements.ts';

const string = { type: 'string', collection: false, navigation: false };
const task: GraphType = {
  kind: 'entity',
  properties: { title: string, dueDateTime: string, state: string },
  derived: [],
};
const types = { 'v1.0': { task }, beta: {} };
const privacy: PrivacyTable = { task: { title: { class: 'free-text' } }, other: {} };

const read = (text: string) => withOwnJudgements({ path: 'privacy.yaml', text }, { types, privacy });
const codes = (text: string): readonly string[] =>
  read(text).diagnostics.map(({ position, code }) => `${position.line} ${code}`);

describe('withOwnJudgements', () => {
  it('adds judgements to those of the project', () => {
    const { knowledge, diagnostics } = read(
      'types:\n  task:\n    dueDateTime: metadata date-time\n    ticket: { class: opaque-id, undeclared: string }\n',
    );

    expect(diagnostics).toEqual([]);
    expect(knowledge.privacy['task']).toMatchObject({
      title: { class: 'free-text' },
      dueDateTime: { class: 'metadata', format: 'date-time' },
      ticket: { class: 'opaque-id' },
    });
    expect(knowledge.privacy['other']).toEqual({});
    expect(knowledge.privacy['toString']).toBeUndefined();
  });

  it('takes kinds that the source declares, and no others', () => {
    const text = 'types: { task: { state: { class: opaque-id, kind: task-id } } }';
    const declared = new Map([['task-id', { title: 'a task', example: 'x' }]]);
    const own = withOwnJudgements({ path: 'privacy.yaml', text }, { types, privacy, kinds: declared });

    expect(own.diagnostics).toEqual([]);
    expect(own.knowledge.privacy['task']?.['state']).toEqual({ class: 'opaque-id', kind: 'task-id' });
    expect(own.knowledge.kinds).toBe(declared);
    expect(read(text).diagnostics[0]?.message).toContain("isn't a kind");
  });

  it('changes nothing without a file', () => {
    const knowledge = { types, privacy };
    expect(withOwnJudgements(undefined, knowledge)).toEqual({ knowledge, diagnostics: [] });
  });

  it('rejects classes that overrule the project or that Microsoft’s types lack', () => {
    const text =
      'types:\n  task:\n    title: metadata\n    stat: metadata\n  tusk: { title: metadata }\n  wholly-else: { a: metadata }\n';

    expect(codes(text)).toEqual([
      '3 privacy/already-judged',
      '4 privacy/unknown-property',
      '5 privacy/unknown-type',
      '6 privacy/unknown-type',
    ]);
    expect(read(text).diagnostics[2]?.hint).toBe('did you mean task?');
    expect(read(text).knowledge.privacy).toBe(privacy);
  });

  it.each([
    ['a class that does not exist', 'types: { task: { state: secret } }', 'privacy/invalid-value'],
    ['a format for a class that is never kept', 'types: { task: { state: free-text date } }', 'privacy/invalid-value'],
    ['a format without its words', 'types: { task: { state: metadata identifier } }', 'privacy/invalid-value'],
    ['prefixes without their words', 'types: { task: { state: metadata prefix } }', 'privacy/invalid-value'],
    [
      'words of another format',
      'types: { task: { state: { class: metadata, format: date, values: [a] } } }',
      'privacy/invalid-value',
    ],
    ['a key that is none', 'type: {}', 'privacy/unknown-key'],
    ['broken YAML', 'types: [', 'yaml/syntax'],
  ])('refuses %s', (_what, text, code) => {
    expect(codes(text).join()).toContain(code);
  });
});

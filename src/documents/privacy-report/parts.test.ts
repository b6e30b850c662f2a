import { graphPermissions } from '../../graph-types/index.ts';
import type { Block, Text } from '../render/blocks.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { rowsOf } from '../testing/read-markdown.ts';
import { deployedReport, reportedDiaries, reportModel } from '../testing/report-fixture.ts';
import { claimsOf, isAnyText, isClear } from './claims.ts';
import { checkPart, keptTexts, keysPart, risksPart } from './closing-parts.ts';
import { dataFlow, inShort } from './in-short.ts';
import { keptFormats } from './kept-formats.ts';
import type { ReportAnswer, ReportModel, ReportRow, ReportSource } from './model.ts';
import { reportDocument } from './report-document.ts';
import { retentionPart } from './retention.ts';
import { sourcePart } from './source-part.ts';
import { techniquesPart, techniqueTitle } from './techniques.ts';

const row = (path: string, changes: Partial<ReportRow> = {}): ReportRow => ({
  path,
  type: 'string',
  class: 'metadata',
  form: 'unchanged',
  technique: 'none',
  ...changes,
});

const answer = (rows: readonly ReportRow[], changes: Partial<ReportAnswer> = {}): ReportAnswer => ({
  entity: 'event',
  endpoints: ['/v1.0/events'],
  declared: rows.length,
  rows,
  dropped: [],
  alike: [],
  ...changes,
});

const source = (rows: readonly ReportRow[], changes: Partial<ReportSource> = {}): ReportSource => ({
  ...reportedDiaries,
  variants: [],
  extras: [],
  permissions: [],
  narrower: [],
  example: undefined,
  answers: [answer(rows)],
  ...changes,
});

const model = (...sources: readonly ReportSource[]): ReportModel => ({ ...reportModel, sources });

const textOf = (blocks: readonly Block[]): string => toMarkdown({ title: 't', subtitle: 's', blocks, footer: 'f' });
const plain = (text: Text): string => text.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');

const anyText = { form: 'unchanged: any text' };
const guid = { form: 'unchanged: a GUID', class: 'opaque id' };

describe('claimsOf', () => {
  it.each<[Partial<ReportRow>, boolean, boolean]>([
    [{}, false, false],
    [anyText, true, true],
    [{ ...anyText, technique: 'local-suppression' }, false, false],
    [{ class: 'free text' }, false, true],
    [{ class: 'direct identifier' }, false, true],
    [{ class: 'credential' }, false, true],
    [{ class: 'free text', technique: 'generalization' }, false, false],
    [{ class: 'quasi identifier' }, false, false],
  ])('of %j: any text %s, clear %s', (changes, any, clear) => {
    expect([isAnyText(row('a', changes)), isClear(row('a', changes))]).toEqual([any, clear]);
  });

  it('collects what leaves, each path once', () => {
    const rows = [
      row('state'),
      row('room', { ...anyText, class: 'quasi identifier', reason: 'large' }),
      row('title', anyText),
      row('city', { class: 'quasi identifier' }),
      row('id', guid),
      row('correlation', { form: 'unchanged: a GUID' }),
      row('subject', { class: 'free text', form: 'the part that a listed expression matches', technique: 'masking' }),
    ];

    expect(
      claimsOf(model(source(rows), source(rows, { title: 'Own', acceptUnproven: 'x', ownRules: undefined }))),
    ).toEqual({
      clear: ['event.room', 'event.title'],
      anyText: Array.from({ length: 2 }, () => [
        { path: 'event.room', reason: 'large' },
        { path: 'event.title', reason: undefined },
      ]).flat(),
      units: ['event.room'],
      plainIds: ['event.id'],
      byExpression: ['event.subject'],
      unproven: ['Own'],
      ownRules: false,
    });
    const own = { endpoints: [], expressions: [], lists: [], reasons: [] };
    expect(claimsOf(model(source([]), source([], { ownRules: own }))).ownRules).toBe(true);
  });
});

describe('the summary', () => {
  const figuresOf = (...sources: readonly ReportSource[]): readonly string[] =>
    inShort(model(...sources)).flatMap((block) =>
      block.kind === 'figures' ? block.figures.map(([value, label]) => `${value} ${label.split(',')[0]}`) : [],
    );
  const rows = [
    row('a'),
    row('b', { technique: 'pseudonymization' }),
    row('c', { technique: 'deterministic-encryption' }),
    row('d', { technique: 'rounding' }),
    row('e', { technique: 'local-suppression' }),
    row('f', { technique: 'generalization' }),
  ];

  it('counts properties over all sources and answers', () => {
    const answers = [answer(rows, { declared: 1_500 }), answer([row('a')], { declared: 3 })];

    expect(figuresOf(source([], { answers }), source(rows, { answers: [answer(rows, { declared: 10 })] }))).toEqual([
      '1,513 properties that Microsoft’s types declare for the requested data',
      '1,500 never leave',
      '4 leave as pseudonyms',
      '6 leave generalized',
      '3 leave unchanged: times',
      '0 names',
    ]);
  });

  it('counts names and texts if there are any, or if all rules are built in and proven', () => {
    const own = { endpoints: [], expressions: [], lists: [], reasons: [] };
    const last = (changes: Partial<ReportSource>, more: Partial<ReportRow> = {}) =>
      figuresOf(source([row('a', more)], changes)).at(-1);

    expect(last({})).toBe('0 names');
    expect(last({ ownRules: own })).toBe('1 leave unchanged: times');
    expect(last({ acceptUnproven: 'x' })).toBe('1 leave unchanged: times');
    expect(last({ ownRules: own }, { class: 'free text' })).toBe('1 names');
    expect(figuresOf(source([row('a', anyText)]))).toContain('1 leave unchanged');
  });

  it('says that the proof fails for a name or a text, or for one without a reason', () => {
    const text = (more: Partial<ReportRow>) => textOf(inShort(model(source([row('a', more)]))));

    expect(text({})).toContain('fails if a rule keeps a name or a text.');
    expect(text(anyText)).toContain('fails if a rule keeps a name or a text without a reason.');
  });

  it('lists each property of which any text leaves once, with its reason', () => {
    const lists = inShort(model(source([row('a', anyText), row('a', anyText), row('b', { ...anyText, reason: 'r' })])));
    const [warning] = lists.flatMap((block) => (block.kind === 'note' ? [block.blocks] : []));

    expect(warning?.flatMap((block) => (block.kind === 'list' ? block.items.map(plain) : []))).toEqual([
      'event.a: no reason',
      'event.b: r',
    ]);
    expect(inShort(model(source([row('a')]))).some(({ kind }) => kind === 'note')).toBe(false);
  });
});

describe('the data flow', () => {
  const stationsOf = (given: ReportModel) =>
    dataFlow(given).flatMap((block) =>
      block.kind === 'picture' ? block.instead.flatMap((part) => (part.kind === 'flow' ? part.stations : [])) : [],
    );

  it('names the callers of a deployment, and the tool otherwise', () => {
    expect(stationsOf(model(source([])))[2]?.title).toBe('Analytics tool');
    expect(stationsOf({ ...deployedReport, sources: [source([])] })[2]?.title).toBe('tool & <friends>, pilot, network');
    const { deployment } = deployedReport;
    if (deployment === undefined) throw new Error('a deployment');
    const unnamed = { ...deployedReport, deployment: { ...deployment, callers: [] } };
    expect(stationsOf(unnamed)[2]?.title).toBe('Analytics tool');
    expect(stationsOf(unnamed)[1]?.text).toContain('AWS account 111122223333, eu-central-1');
  });

  it('passes on texts only if some leave', () => {
    const noteOf = (...rows: readonly ReportRow[]) => stationsOf(model(source(rows)))[1]?.note;

    expect(noteOf(row('a'))).not.toContain('texts');
    expect(noteOf(row('a', anyText))).toMatch(/, texts$/);
  });

  it('draws one function for each source', () => {
    const svgOf = (...sources: readonly ReportSource[]) =>
      dataFlow(model(...sources))
        .map((block) => (block.kind === 'picture' ? block.svg : ''))
        .join('');

    expect(svgOf(source([]))).toContain('>one function<');
    expect(svgOf(source([]), source([]))).toContain('>2 functions, one per source<');
    expect(svgOf(source([]))).toContain('>Your AWS account<');
  });

  it('warns of plain ids and of unproven rules only where there are some', () => {
    const notes = (...sources: readonly ReportSource[]): readonly string[] =>
      dataFlow(model(...sources)).flatMap((block) => (block.kind === 'note' ? [textOf(block.blocks)] : []));

    expect(notes(source([row('a')]))).toEqual([]);
    expect(notes(source([row('a', guid), row('b', guid)]))).toEqual([
      expect.stringContaining('knows the person: `event.a`, `event.b`.'),
    ]);
    expect(notes(source([], { acceptUnproven: 'x' }), source([], { title: 'Two', acceptUnproven: 'y' }))).toEqual([
      expect.stringContaining('The rules of Diaries, Two don’t pass the proof'),
    ]);
  });
});

describe('the part of a source', () => {
  const partOf = (rows: readonly ReportRow[], changes: Partial<ReportSource> = {}, told = new Map<string, string>()) =>
    textOf(sourcePart(source(rows, changes), told));

  it('has the summary only if it holds: neither texts nor plain ids leave', () => {
    expect(partOf([row('a')])).toContain(reportedDiaries.summary);
    for (const rows of [[row('a', anyText)], [row('b', guid)], [row('a', anyText), row('b', guid)]])
      expect(partOf(rows)).not.toContain(reportedDiaries.summary);
    expect(partOf([row('a', anyText), row('b', guid)])).toContain('these leave unchanged: event.a, event.b.');
    expect(partOf([row('a', anyText), row('b', guid)])).toContain('### Permissions of the application');
    expect(partOf([row('a')])).toContain('### Permissions and their reasons');
  });

  it('lists plain metadata by itself, and all else in a table with class, form and reason', () => {
    const text = partOf([
      row('state'),
      row('day'),
      row('kept', { reason: 'few' }),
      row('city', { class: 'quasi identifier' }),
      row('id', { class: 'opaque id', form: 'pseudonym', technique: 'pseudonymization' }),
      row('other', { class: 'opaque id', form: 'pseudonym', technique: 'pseudonymization' }),
      row('length', { form: 'its size', technique: 'generalization' }),
    ]);

    expect(rowsOf(text).slice(2)).toEqual([
      ['kept', 'metadata', 'unchanged, because: few', 'kept'],
      ['city', 'quasi identifier', 'unchanged', 'kept'],
      ['id, other', 'opaque id', 'pseudonym', 'Pseudonymization'],
      ['length', 'metadata', 'its size', 'Generalization'],
    ]);
    expect(text).toContain('`state`, `day`\n');
    expect(partOf([row('id', { technique: 'masking' })])).not.toContain('**Unchanged**');
    expect(rowsOf(partOf([row('state')]))).toHaveLength(1);
  });

  it('says what the application may do with each permission, in Microsoft’s words', () => {
    const name = 'User.Read.All';
    const reason = ' Lists people. ';
    const permissions = [
      { name, reason, grantedIn: 'entra', endpoints: [] },
      { name: 'Made.Up', reason: 'r', grantedIn: 'exchange', extra: 'more', endpoints: [] },
    ] as unknown as ReportSource['permissions'];
    const allows = graphPermissions[name]?.allows ?? 'missing';

    expect(rowsOf(partOf([], { permissions })).slice(1)).toEqual([
      [name, allows, 'Lists people.'],
      ['Made.Up (granted by Exchange, for some mailboxes)', 'read', 'For the extra “more”. r'],
    ]);
    expect(rowsOf(partOf([row('a', anyText)], { permissions })).slice(1, 3)).toEqual([
      [name, allows],
      ['Made.Up', 'read'],
    ]);
  });

  it('describes places that are treated alike, and content that repeats', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const rows = [...names, ...names.map((name) => `replies[].${name}`)].map((path) => row(path));
    const alike = [
      { path: 'from', like: '' },
      { path: 'organizer', like: 'attendees[]' },
      { path: 'sender', like: 'attendees[]' },
    ];
    const text = partOf([], { answers: [answer(rows, { alike })] });

    expect(text).toContain(
      '**Treated alike**: `from` like the `event` itself; `organizer`, `sender` like `attendees[]`.',
    );
    expect(text).toContain('The content of `replies[]` is treated like the `event` itself.');
    expect(text).not.toContain('`replies[].a`');
    expect(partOf([row('a')])).not.toMatch(/Treated alike|The content of/);
  });

  it('lists dropped properties by class, without containers', () => {
    const dropped = [
      { class: 'free text', paths: ['subject'] },
      { class: 'container', paths: ['box'] },
      { class: 'credential', paths: [] },
      { class: 'another', paths: ['x'] },
    ];
    const text = partOf([], { answers: [answer([row('a')], { declared: 4, dropped })] });

    expect(text).toContain('**3 of 4 properties never leave**.');
    expect(rowsOf(text).slice(2)).toEqual([
      ['Free text', 'subject'],
      ['another', 'x'],
    ]);
    expect(
      partOf([], { answers: [answer([row('a')], { dropped: [{ class: 'container', paths: ['box'] }] })] }),
    ).not.toContain('never leave');
  });

  it('names the paths of an answer, and counts them if there are several', () => {
    expect(partOf([])).toContain('### Each event\n\n`/v1.0/events`\n');
    const endpoints = ['/v1.0/events', '/beta/events'];
    expect(partOf([], { answers: [answer([], { endpoints })] })).toContain(
      '### Each event, from 2 paths\n\n`/v1.0/events`, `/beta/events`\n',
    );
  });

  it('describes an answer once for all sources, and refers to it otherwise', () => {
    const told = new Map<string, string>();
    const first = partOf([row('a')], {}, told);
    const again = partOf([row('a')], { title: 'Other' }, told);
    const differs = partOf([row('b')], { title: 'Other' }, told);

    expect(first).toContain('**Unchanged**');
    expect(again).toContain('`/v1.0/events`: as under Diaries.');
    expect(again).not.toContain('**Unchanged**');
    expect(differs).toContain('**Unchanged**');
    expect(partOf([row('a')], {}, told)).toContain(': as above.');
  });

  it('lists only those parts of a custom rule file that it has', () => {
    const none = { endpoints: [], expressions: [], lists: [], reasons: [] };
    const headings = (ownRules: ReportSource['ownRules']) =>
      sourcePart(source([], { ownRules, answers: [] }), new Map()).flatMap((block) =>
        block.kind === 'heading' ? [block.text] : [],
      );
    const full = { ...none, expressions: ['/a/u'], lists: ['a, b'], reasons: [{ property: 'a', reason: 'b' }] };

    expect(headings(none).slice(2)).toEqual(['Allowed calls']);
    expect(headings(full).slice(2)).toEqual([
      'Allowed calls',
      'Expressions of these rules',
      'Lists of these rules',
      'Reasons that these rules give',
    ]);
    expect(textOf(sourcePart(source([], { ownRules: full }), new Map()))).toContain(
      `(${reportedDiaries.name}; 2 endpoints`,
    );
    expect(partOf([])).toContain(`(${reportedDiaries.name}, beta: complete, but newer; 2 endpoints). Replies`);
    expect(partOf([], { variants: ['a', 'b'], extras: ['c'] })).toContain(
      '; 2 endpoints; variants in use: a, b; extras in use: c).',
    );
  });
});

describe('the lists at the end', () => {
  it('keep together what is kept for one reason, of one source', () => {
    const rows = [row('a', { reason: 'r' }), row('b', { reason: 'r' }), row('c', { reason: 's' }), row('d')];
    const text = textOf(keptTexts(model(source(rows), source([row('a', { reason: 'r' })], { title: 'Other' }))));

    expect(rowsOf(text).slice(1)).toEqual([
      ['Diaries', 'event.a, event.b', 'r'],
      ['Diaries', 'event.c', 's'],
      ['Other', 'event.a', 'r'],
    ]);
    expect(rowsOf(textOf(keptTexts(model(source([row('d')])))))).toEqual([]);
  });

  it('show the formats of kept texts, twelve places of each, and no numbers', () => {
    const time = { form: 'unchanged: a time' };
    const rows = [
      ...Array.from({ length: 14 }, (_, index) => row(`${'ab'[index % 2]}${index}.t${index}`, time)),
      row('size', { ...time, type: 'number' }),
      row('flag', { ...time, type: 'boolean' }),
      row('sizes', { form: 'unchanged: a day', type: 'phoneNumber' }),
      row('other'),
    ];
    const [, times, days, ...more] = rowsOf(textOf(keptFormats(model(source(rows)))));

    expect(times?.[0]).toBe('a time');
    expect(times?.[2]?.split(', ')).toHaveLength(12);
    expect(times?.[2]).toMatch(/ and 2 more$/);
    expect([days?.[0], days?.[2], more]).toEqual(['a day', 'event.sizes', []]);
    expect(keptFormats(model(source([row('other')])))).toEqual([]);
    const two = rowsOf(textOf(keptFormats(model(source([row('a', time), row('b.c', time)])))));
    expect(two[1]?.[2]).toBe('event.a, event.b.c');
  });

  it('name the techniques in use, with their family', () => {
    const names = (...rows: readonly ReportRow[]) =>
      rowsOf(textOf(techniquesPart(model(source(rows)))))
        .slice(1)
        .map(([name]) => name);

    expect(names(row('a'))).toEqual(['Masking (Suppression)', 'None: kept']);
    expect(names(row('a', { technique: 'rounding' }), row('b', { technique: 'generalization' }))).toEqual([
      'Masking (Suppression)',
      'Rounding (Generalization)',
      'Generalization',
    ]);
    expect(['none', 'pseudonymization', 'rounding'].map((name) => techniqueTitle(name as never))).toEqual([
      'kept',
      'Pseudonymization',
      'Rounding',
    ]);
    const kept = (more: Partial<ReportRow>) =>
      rowsOf(textOf(techniquesPart(model(source([row('a', more)]))))).at(-1)?.[1];
    expect(kept({})).not.toContain('any text');
    expect(kept(anyText)).toContain('any text leaves');
    expect(rowsOf(textOf(techniquesPart(model(source([row('a', anyText)])))))[1]?.[1]).not.toContain('any text leaves');
  });

  it('name in the risks what leaves', () => {
    const cellsOf = (...sources: readonly ReportSource[]) =>
      rowsOf(textOf(risksPart(model(...sources)))).map(([, measures = '']) => measures);
    const [, names, units, , content] = cellsOf(source([row('a')]));

    for (const text of [names, units, content]) expect(text).toMatch(/[a-z]\.$/);
    expect(units).not.toContain('except');
    expect(content).not.toContain('expression');
    const [, ids, places, , texts] = cellsOf(
      source(
        [
          row('id', guid),
          row('ref', guid),
          row('room', { ...anyText, class: 'quasi identifier' }),
          row('note', anyText),
          row('part', { form: 'the part that a listed expression matches', technique: 'local-suppression' }),
        ],
        { acceptUnproven: 'x' },
      ),
    );
    const notShown = ' The proof doesn’t show this for Diaries.';
    expect(ids).toMatch(/ IDs leave in plain form: event\.id, event\.ref\. The proof/);
    expect(places).toMatch(/, except event\.room, which leave unchanged\. The proof/);
    expect(texts).toMatch(/expression matches: event\.part\. These texts leave unchanged: event\.note\. The proof/);
    for (const text of [ids, places, texts]) expect(text?.endsWith(notShown)).toBe(true);
  });

  it('name the kept properties that can single out a person, each once', () => {
    const quasi = { class: 'quasi identifier' };
    const last = (...rows: readonly ReportRow[]) => {
      const block = risksPart(model(source(rows), source(rows))).at(-1);
      return block?.kind === 'paragraph' ? plain(block.text) : block?.kind;
    };

    expect(last(row('a'), row('b', { ...quasi, technique: 'rounding' }))).toBe('table');
    expect(last(row('a', quasi), row('b', quasi))).toMatch(/: event\.a, event\.b\.$/);
  });

  it('tell of a deployment its keys and its log, and what is usual otherwise', () => {
    const facts = rowsOf(textOf(keysPart(deployedReport)));

    expect(facts.map(([, value]) => value).join('\n')).toMatch(
      /\/graphveil\/prod\/keyring[\s\S]*alias\/graphveil-prod-keyring, in account 111122223333[\s\S]*of prod[\s\S]*:role\/operators/,
    );
    expect(rowsOf(textOf(keysPart(reportModel)))).toEqual([]);
    expect(keysPart(reportModel).filter(({ kind }) => kind === 'list')).toHaveLength(2);
    expect(rowsOf(textOf(retentionPart(deployedReport))).map((cells) => cells[2])).toContain('30 days');
    expect(textOf(risksPart(deployedReport))).toContain('It is kept for 30 days.');
    expect(textOf(risksPart(reportModel))).not.toContain('It is kept for');
  });

  it('name the types and the hash of each source', () => {
    const text = textOf(
      checkPart({ ...model(source([]), source([], { title: 'Two', rulesHash: 'h2' })), types: ['t1', 't2'] }),
    );

    expect(text).toContain('based on t1 and t2.');
    expect(text).toContain('Diaries: `hash-of-the-rules`, Two: `h2`.');
  });
});

describe('the chapters of a report', () => {
  it('are the summary, the flow, a guide, each source, and what an assessment needs', () => {
    const { blocks } = reportDocument(model(source([row('a')]), source([row('b')], { title: 'Other' })));

    expect(blocks.flatMap((block) => (block.kind === 'heading' && block.level === 2 ? [block.text] : []))).toEqual([
      'Summary',
      'Data flow',
      'How to read the tables',
      'Diaries',
      'Other',
      'Kept texts and the reasons',
      'Techniques',
      'Keys and their holders',
      'Retention',
      'Risks and measures',
      'For the controller to complete',
      'How to check this report',
    ]);
  });
});

describe('the title of a report', () => {
  it.each([
    [['A'], 'A'],
    [['A', 'B'], 'A and B'],
    [['A', 'B', 'C'], 'A, B and C'],
  ])('names the sources %j', (titles, words) => {
    const { subtitle } = reportDocument(model(...titles.map((title) => source([], { title }))));

    expect(subtitle).toBe(`Data-flow and privacy report: ${words}. 2026-03-02`);
  });

  it('names the deployment', () => {
    expect(reportDocument(deployedReport).subtitle).toContain(
      ' of environment prod, tenant 11111111-2222-3333-4444-555555555555: ',
    );
  });
});

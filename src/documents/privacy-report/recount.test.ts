import { fileURLToPath } from 'node:url';
import { type CompiledRules, narrowerPermissions, resolveConnector } from '../../connectors/index.ts';
import type { Disposition, EndpointProof, ProofRow } from '../../proof/index.ts';
import { loadSources } from '../../sources/index.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { sentencesOf } from '../testing/read-markdown.ts';
import type { ReportModel, ReportSource } from './model.ts';
import { reportAnswers } from './report-answers.ts';
import { reportDocument } from './report-document.ts';

const { sources } = loadSources(fileURLToPath(new URL('../../../rules', import.meta.url)));

const compiled = sources.map((source) => {
  const { rules, permissions } = resolveConnector(source);
  if (rules.plan === undefined) throw new Error(`the rules of ${source.id} have errors`);
  return { source, rules, permissions };
});

/** The first endpoint of each kind of answer; the others answer alike. */
const answersOf = ({ proof }: CompiledRules): readonly EndpointProof[] =>
  [...new Map(proof.endpoints.toReversed().map((endpoint) => [endpoint.answer, endpoint])).values()].toReversed();

const rowsOf = (rules: CompiledRules): readonly ProofRow[] => answersOf(rules).flatMap(({ rows }) => rows);

const count = (rows: readonly ProofRow[], ...dispositions: readonly Disposition[]): number =>
  rows.filter(({ disposition }) => dispositions.includes(disposition)).length;

const model: ReportModel = {
  version: '0.0.0',
  date: '2026-03-02',
  types: ['types'],
  sources: compiled.map(
    ({ source, rules, permissions }): ReportSource => ({
      ...source,
      name: source.id,
      variants: [],
      extras: [],
      narrowed: [],
      narrower: narrowerPermissions(source),
      permissions,
      rulesHash: rules.plan.hash,
      endpoints: rules.plan.endpoints.length,
      answers: reportAnswers(rules.proof),
    }),
  ),
};

const markdown = toMarkdown(reportDocument(model));
const sentences = sentencesOf(markdown);
const grouped = new Intl.NumberFormat('en-US');

/** The number that a sentence of the summary begins with. */
const figure = (label: string): string | undefined =>
  sentences.find((sentence) => sentence.endsWith(` ${label}`))?.replace(` ${label}`, '');

describe('the numbers of a report on every source', () => {
  const all = compiled.flatMap(({ rules }) => rowsOf(rules));
  const leaving = ['kept', 'pseudonymized', 'transformed'] as const;

  it('count declared, dropped and leaving properties as the proofs do', () => {
    expect(all.length).toBeGreaterThan(1000);
    expect({
      declared: figure('properties that Microsoft’s types declare for the requested data'),
      never: figure('never leave'),
      pseudonyms: figure('leave as pseudonyms'),
      coarser: figure('leave generalized'),
      asIs: figure('leave unchanged: times, states, counts, words of Microsoft'),
    }).toEqual({
      declared: grouped.format(count(all, ...leaving, 'dropped')),
      never: grouped.format(count(all, 'dropped')),
      pseudonyms: grouped.format(count(all, 'pseudonymized')),
      coarser: grouped.format(count(all, 'transformed')),
      asIs: grouped.format(count(all, 'kept')),
    });
  });

  it('count the kept names, texts and secrets, of which there are none', () => {
    const clear = all.filter((row) => ['direct-identifier', 'free-text', 'credential'].includes(row.class));

    expect(clear.length).toBeGreaterThan(100);
    expect(figure('names, addresses, texts or secrets leave unchanged')).toBe(grouped.format(count(clear, 'kept')));
    expect(count(clear, 'kept')).toBe(0);
  });

  it('count for each kind of answer how many of its properties never leave, also those that are not listed', () => {
    const parts = markdown.split(/^### Each /m).slice(1);
    const said = parts.flatMap((part) => {
      const [, numbers] = /\*\*(\d+ of \d+) properties never leave\*\*/.exec(part) ?? [];
      return numbers === undefined ? [] : [{ part, numbers }];
    });
    const answers = compiled.flatMap(({ rules }) => answersOf(rules));

    expect(said.length).toBeGreaterThan(20);
    for (const { part, numbers } of said) {
      const fitting = answers.filter(
        ({ pathTemplate, entity = '' }) => part.startsWith(entity) && part.includes(`\`${pathTemplate}\``),
      );
      const counts = fitting.map(({ rows }) => `${count(rows, 'dropped')} of ${count(rows, ...leaving, 'dropped')}`);
      expect(counts).toContain(numbers);
    }
  });

  it('count the endpoints of each source, next to the hash of its rules', () => {
    for (const { source, rules } of compiled)
      expect(markdown).toMatch(
        new RegExp(
          `\\(${source.id}, [^;]*; ${rules.plan.endpoints.length} endpoints\\)\\. Replies contain the hash of these rules: \`${rules.plan.hash}\``,
        ),
      );
  });
});

/** Sources as they are, and with each variant and each extra by itself. */
const combinations = sources.flatMap((source) => [
  { name: source.id, source, variants: [], extras: [] },
  ...[...source.variants.keys()].map((variant) => ({
    name: `${source.id} with variant ${variant}`,
    source,
    variants: [variant],
    extras: [],
  })),
  ...source.extras.map(({ id }) => ({ name: `${source.id} with extra ${id}`, source, variants: [], extras: [id] })),
]);

const clearClasses: readonly string[] = ['direct-identifier', 'free-text', 'credential'];

describe.each(combinations)('the report on $name', ({ source, variants, extras }) => {
  const { rules, permissions } = resolveConnector(source, { variants, extras });
  if (rules.plan === undefined) throw new Error(`the rules of ${source.id} have errors`);
  const rows = rowsOf(rules);
  const text = toMarkdown(
    reportDocument({
      ...model,
      sources: [
        {
          ...source,
          name: source.id,
          variants,
          extras,
          narrowed: [],
          narrower: narrowerPermissions(source),
          permissions,
          rulesHash: rules.plan.hash,
          endpoints: rules.plan.endpoints.length,
          answers: reportAnswers(rules.proof),
        },
      ],
    }),
  );
  const all = sentencesOf(text);
  const number = (label: string): string | undefined =>
    all.find((sentence) => sentence.endsWith(` ${label}`))?.replace(` ${label}`, '');

  const kept = rows.filter(({ disposition }) => disposition === 'kept');
  const anyText = kept.filter(({ how }) => how === 'any text');
  const clear = kept.filter((row) => clearClasses.includes(row.class) || row.how === 'any text');
  const plainIds = kept.filter((row) => row.how === 'guid' && row.class !== 'metadata');
  const units = anyText.filter((row) => row.class === 'quasi-identifier');

  it('counts the rows that run', () => {
    const asIs =
      anyText.length === 0
        ? 'leave unchanged: times, states, counts, words of Microsoft'
        : `leave unchanged, ${grouped.format(anyText.length)} of them as any text, for reasons that the rules give`;
    expect({
      declared: number('properties that Microsoft’s types declare for the requested data'),
      never: number('never leave'),
      pseudonyms: number('leave as pseudonyms'),
      coarser: number('leave generalized'),
      asIs: number(asIs),
      clear: number('names, addresses, texts or secrets leave unchanged'),
      endpoints: /; (\d+) endpoints/.exec(text)?.[1],
    }).toEqual({
      declared: grouped.format(count(rows, 'kept', 'pseudonymized', 'transformed', 'dropped')),
      never: grouped.format(count(rows, 'dropped')),
      pseudonyms: grouped.format(count(rows, 'pseudonymized')),
      coarser: grouped.format(count(rows, 'transformed')),
      asIs: grouped.format(kept.length),
      clear: grouped.format(clear.length),
      endpoints: String(rules.plan.endpoints.length),
    });
  });

  it('claims only what the rows that run show', () => {
    expect(text.includes('and can’t request data about a person by name')).toBe(true);
    expect(text.includes('IDs leave in plain form beside pseudonyms')).toBe(plainIds.length > 0);
    expect(/dropped or become pseudonyms, except /.test(text)).toBe(units.length > 0);
    expect(text.includes('In these properties any text leaves')).toBe(anyText.length > 0);
    expect(text.includes(source.summary.trim())).toBe(clear.length + plainIds.length === 0);
    for (const { reason } of permissions)
      expect(text.includes(reason.trim().slice(0, 40))).toBe(clear.length + plainIds.length === 0);
    for (const { path } of [...anyText, ...plainIds]) expect(text).toContain(path);
  });

  it('asserts no act that nobody carried out', () => {
    for (const { reason = '' } of rows)
      expect(reason).not.toMatch(/\b(?:agreed|checked|verified|approved|reviewed)\b/i);
  });
});

describe('the variants that let texts or ids out', () => {
  it('are among those that are recounted', () => {
    const names = combinations.map(({ name }) => name);
    expect(names.filter((name) => /organization|group-names|plain-ids/.test(name)).length).toBeGreaterThan(6);
  });
});

import { type Block, figures, flow, heading, list, paragraph, picture, strong, warning } from '../render/blocks.ts';
import { dataFlowPicture } from './data-flow-picture.ts';
import { neverLeave, type ReportModel, type ReportRow, type ReportSource } from './model.ts';
import { anyTextForm } from './report-answers.ts';

const grouped = new Intl.NumberFormat('en-US');

const count = (sources: readonly ReportSource[], of: (source: ReportSource) => number): number =>
  sources.reduce((sum, source) => sum + of(source), 0);

const rowsOf = (source: ReportSource) => source.answers.flatMap(({ rows }) => rows);

const clear = ['direct identifier', 'free text', 'credential'];

const leavesPlain = (source: ReportSource): number =>
  rowsOf(source).filter(({ class: name, technique }) => technique === 'none' && clear.includes(name)).length;

/** True for a property that leaves as any text, so that nobody has verified its content. */
const isAnyText = ({ form, technique }: ReportRow): boolean => technique === 'none' && form === anyTextForm;

const asIsLabel = (anyText: number): string =>
  anyText === 0
    ? 'leave unchanged: times, states, counts, words of Microsoft'
    : `leave unchanged, ${grouped.format(anyText)} of them as any text, for reasons that the rules give`;

/** Lists the properties that leave as any text, with the reasons from the rules. */
const anyTextPart = (rows: readonly ReportRow[]): readonly Block[] => {
  const told = [...new Set(rows.map(({ path, reason = 'no reason' }) => `${path}: ${reason}`))];
  return told.length === 0
    ? []
    : [
        warning(
          paragraph(
            'In these properties any text leaves, including text that people wrote; the proof doesn’t examine it. The rules give these reasons:',
          ),
          list(...told.map((line) => [line])),
        ),
      ];
};

/** The whole report in a handful of numbers and sentences. */
export const inShort = ({ sources, types }: ReportModel): readonly Block[] => {
  const declared = count(sources, ({ answers }) => answers.reduce((sum, { declared: all }) => sum + all, 0));
  const by = (test: (technique: string) => boolean): number =>
    count(sources, (source) => rowsOf(source).filter(({ technique }) => test(technique)).length);
  const pseudonyms = by((name) => name === 'pseudonymization' || name === 'deterministic-encryption');
  const asIs = by((name) => name === 'none');
  const coarser = by((name) => !['none', 'pseudonymization', 'deterministic-encryption'].includes(name));
  const never = count(sources, ({ answers }) => answers.reduce((sum, answer) => sum + neverLeave(answer), 0));
  const plain = count(sources, leavesPlain);
  const anyText = sources.flatMap((source) => rowsOf(source).filter(isAnyText));
  const own = sources.filter(({ ownRules }) => ownRules === true).length;
  return [
    heading('Summary'),
    figures(
      [grouped.format(declared), 'properties that Microsoft’s types declare for the requested data'],
      [grouped.format(never), 'never leave'],
      [grouped.format(pseudonyms), 'leave as pseudonyms'],
      [grouped.format(coarser), 'leave generalized'],
      [grouped.format(asIs), asIsLabel(anyText.length)],
      ...(anyText.length + own === 0 || plain > 0
        ? [[grouped.format(plain), 'of them are names, addresses, texts or secrets'] as const]
        : []),
    ),
    list(
      [
        'Graphveil only reads. It stores none of the data that passes through it, and its log contains no personal values.',
      ],
      ['All data that the rules don’t name is removed, including properties that Microsoft adds in the future.'],
      [
        'The numbers are computed: ',
        strong('graphveil prove'),
        ` verifies the rules against Microsoft’s published types (${types.join(', ')}) and fails if a rule keeps a name or a text.`,
      ],
      [
        'The data that leaves is pseudonymized, not anonymous. It remains personal data, and the laws on personal data apply to it.',
      ],
    ),
    ...anyTextPart(anyText),
    ...unproven(sources),
  ];
};

/** Connectors whose rules are used although they aren't proven, with the reasons. */
const unproven = (sources: readonly ReportSource[]): readonly Block[] => {
  const reasons = sources.flatMap(({ title, acceptUnproven }) =>
    acceptUnproven === undefined ? [] : [[strong(title), `: ${acceptUnproven}`]],
  );
  return reasons.length === 0
    ? []
    : [
        warning(
          paragraph(
            'These connectors use the organization’s own rules, which don’t pass the proof, so the numbers above don’t cover them. The reasons given:',
          ),
          list(...reasons),
        ),
      ];
};

/** The flow of data between the parties. */
export const dataFlow = ({ deployment, sources }: ReportModel): readonly Block[] => {
  const place =
    deployment === undefined ? 'your AWS account' : `AWS account ${deployment.account}, ${deployment.region}`;
  const callers =
    deployment === undefined || deployment.callers.length === 0 ? 'the analytics tool' : deployment.callers.join(', ');
  return [
    heading('Data flow'),
    picture(
      dataFlowPicture({
        sources: sources.map(({ title }) => title),
        place:
          deployment === undefined ? 'Your AWS account' : `AWS account ${deployment.account}, ${deployment.region}`,
        callers,
        functions: sources.length === 1 ? 'one function' : `${sources.length} functions, one per source`,
      }),
      flow(
        {
          title: 'Microsoft 365 tenant',
          text: `Holds the data. Answers Graphveil through Microsoft Graph, limited to the permissions that an administrator granted: ${sources.map(({ title }) => title).join(', ')}.`,
          note: 'TLS; read-only permissions; sign-in without a stored secret',
        },
        {
          title: 'Graphveil',
          text: `Runs in ${place}, one function for each source. Removes all data that no rule names, replaces people with pseudonyms, stores nothing.`,
          note: 'TLS; pseudonyms, times, states, counts',
        },
        {
          title: callers === 'the analytics tool' ? 'Analytics tool' : callers,
          text: 'Calls Graphveil as if it were Microsoft Graph and gets replies of the same shape. It never calls Microsoft and can’t request data about a person by name.',
        },
      ),
    ),
    paragraph(
      'The tool requests data about a person with a pseudonym from an earlier reply. No call reveals which pseudonym belongs to which person, and no filter or sort order gives it away.',
    ),
  ];
};

import { type Block, figures, flow, heading, list, paragraph, picture, strong, warning } from '../render/blocks.ts';
import { dataFlowPicture } from './data-flow-picture.ts';
import { neverLeave, type ReportModel, type ReportRow, type ReportSource } from './model.ts';

const grouped = new Intl.NumberFormat('en-US');

const count = (sources: readonly ReportSource[], of: (source: ReportSource) => number): number =>
  sources.reduce((sum, source) => sum + of(source), 0);

const rowsOf = (source: ReportSource) => source.answers.flatMap(({ rows }) => rows);

const clear = ['direct identifier', 'free text', 'credential'];

const leavesPlain = (source: ReportSource): number =>
  rowsOf(source).filter(({ class: name, technique }) => technique === 'none' && clear.includes(name)).length;

/** True for a property that leaves as any text, so that nobody has verified its content. */
const isAnyText = ({ form, technique }: ReportRow): boolean => technique === 'none' && form === 'keep: any text';

const asIsLabel = (anyText: number): string =>
  anyText === 0
    ? 'leave as they are: times, states, counts, words of Microsoft'
    : `leave as they are, ${grouped.format(anyText)} of them as any text for reasons that the rules give`;

/** Lists the properties that leave as any text, with the reasons from the rules. */
const anyTextPart = (rows: readonly ReportRow[]): readonly Block[] => {
  const told = [...new Set(rows.map(({ path, reason = 'no reason' }) => `${path}: ${reason}`))];
  return told.length === 0
    ? []
    : [
        warning(
          paragraph(
            'Any text leaves in these properties, whatever people wrote there; the proof does not look into it. The reasons that the rules give:',
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
    heading('In short'),
    figures(
      [grouped.format(declared), 'properties that Microsoft’s types declare for what is asked'],
      [grouped.format(never), 'never leave'],
      [grouped.format(pseudonyms), 'leave as pseudonyms'],
      [grouped.format(coarser), 'leave made coarser'],
      [grouped.format(asIs), asIsLabel(anyText.length)],
      ...(anyText.length + own === 0 || plain > 0
        ? [[grouped.format(plain), 'names, addresses, texts or secrets among them'] as const]
        : []),
    ),
    list(
      ['Graphveil only reads. It stores nothing of what passes through it, and its log holds no value of a person.'],
      ['What the rules do not name is removed; a property that Microsoft adds tomorrow is removed as well.'],
      [
        'The numbers are not an opinion: ',
        strong('graphveil prove'),
        ` holds the rules against Microsoft’s published types (${types.join(', ')}), and fails where a name or a text is kept.`,
      ],
      [
        'What leaves is pseudonymized, not anonymous: it remains personal data, and the rules for such data apply to it.',
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
            'These connectors use rules of the organization’s own that the proof does not pass, so the numbers above say nothing about them. The reasons that were given:',
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
    heading('How the data flows'),
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
          text: `Holds the data. Answers Graphveil through Microsoft Graph, as far as an administrator granted: ${sources.map(({ title }) => title).join(', ')}.`,
          note: 'TLS; permissions that read; sign-in without a stored secret',
        },
        {
          title: 'Graphveil',
          text: `Runs in ${place}, one function for each source. Removes what no rule names, replaces people by pseudonyms, keeps nothing.`,
          note: 'TLS; pseudonyms, times, states, counts',
        },
        {
          title: callers === 'the analytics tool' ? 'Analytics tool' : callers,
          text: 'Asks Graphveil as if it were Microsoft Graph, and gets answers of the same shape. It never talks to Microsoft and can’t ask about anyone by name.',
        },
      ),
    ),
    paragraph(
      'The tool asks about a person with a pseudonym that it was given before. There is no call that tells which pseudonym belongs to whom, and no filter or order that would give it away.',
    ),
  ];
};

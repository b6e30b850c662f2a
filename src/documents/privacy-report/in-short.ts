import {
  type Block,
  code,
  figures,
  flow,
  heading,
  list,
  paragraph,
  picture,
  strong,
  warning,
} from '../render/blocks.ts';
import { type Claims, claimsOf, isAnyText, isClear } from './claims.ts';
import { dataFlowPicture } from './data-flow-picture.ts';
import { neverLeave, type ReportModel, type ReportRow, type ReportSource } from './model.ts';

const pseudonymous: readonly string[] = ['pseudonymization', 'deterministic-encryption'];

const grouped = new Intl.NumberFormat('en-US');

const count = (sources: readonly ReportSource[], of: (source: ReportSource) => number): number =>
  sources.reduce((sum, source) => sum + of(source), 0);

const rowsOf = (source: ReportSource) => source.answers.flatMap(({ rows }) => rows);

const asIsLabel = (anyText: number): string =>
  anyText === 0
    ? 'leave unchanged: times, states, counts, words of Microsoft'
    : `leave unchanged, ${grouped.format(anyText)} of them as any text, for reasons that the rules give`;

/** Lists the properties that leave as any text, with the reasons from the rules. */
const anyTextPart = ({ anyText }: Claims): readonly Block[] => {
  const told = [...new Set(anyText.map(({ path, reason = 'no reason' }) => `${path}: ${reason}`))];
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
export const inShort = (model: ReportModel): readonly Block[] => {
  const { sources, types } = model;
  const claims = claimsOf(model);
  const declared = count(sources, ({ answers }) => answers.reduce((sum, { declared: all }) => sum + all, 0));
  const rows = (test: (row: ReportRow) => boolean): number =>
    count(sources, (source) => rowsOf(source).filter(test).length);
  const pseudonyms = rows(({ technique }) => pseudonymous.includes(technique));
  const asIs = rows(({ technique }) => technique === 'none');
  const coarser = rows(({ technique }) => technique !== 'none' && !pseudonymous.includes(technique));
  const never = count(sources, ({ answers }) => answers.reduce((sum, answer) => sum + neverLeave(answer), 0));
  const clear = rows(isClear);
  // A custom rule file can name a property of any class, so zero proves nothing about the texts in it.
  const counted = clear > 0 || (!claims.ownRules && claims.unproven.length === 0);
  return [
    heading('Summary'),
    figures(
      [grouped.format(declared), 'properties that Microsoft’s types declare for the requested data'],
      [grouped.format(never), 'never leave'],
      [grouped.format(pseudonyms), 'leave as pseudonyms'],
      [grouped.format(coarser), 'leave generalized'],
      [grouped.format(asIs), asIsLabel(rows(isAnyText))],
      ...(counted ? [[grouped.format(clear), 'names, addresses, texts or secrets leave unchanged'] as const] : []),
    ),
    list(
      [
        'Graphveil only reads. It stores none of the data that passes through it, and its log contains no personal values.',
      ],
      ['All data that the rules don’t name is removed, including properties that Microsoft adds in the future.'],
      [
        'The numbers are computed: ',
        strong('graphveil prove'),
        ` verifies the rules against Microsoft’s published types (${types.join(', ')}) and fails if a rule keeps a name or a text${clear > 0 ? ' without a reason' : ''}.`,
      ],
      [
        'The data that leaves is pseudonymized, not anonymous. It remains personal data, and the laws on personal data apply to it.',
      ],
    ),
    ...anyTextPart(claims),
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

/** What calls can find out, as far as the proof shows it. */
const questionsPart = ({ unproven: titles, plainIds }: Claims): readonly Block[] => [
  paragraph('The tool requests data about a person with a pseudonym from an earlier reply.'),
  titles.length === 0
    ? paragraph('No call names a person, and no filter or sort order uses a value that the reply doesn’t contain.')
    : warning(
        paragraph(
          `The rules of ${titles.join(', ')} don’t pass the proof: a call can reveal which pseudonym belongs to which person.`,
        ),
      ),
  ...(plainIds.length === 0
    ? []
    : [
        warning(
          paragraph(
            'IDs leave in plain form beside pseudonyms. Anybody who can look them up in the directory knows the person: ',
            ...plainIds.flatMap((path, index) => [index === 0 ? '' : ', ', code(path)]),
            '.',
          ),
        ),
      ]),
];

/** The version of TLS between Microsoft and the functions. */
const tlsOf = (deployment: ReportModel['deployment']): string =>
  deployment?.minimumTls === '1.2' ? 'TLS 1.2 or newer, by the setting tenant.minimumTls' : 'TLS 1.3';

/** The flow of data between the parties. */
export const dataFlow = (model: ReportModel): readonly Block[] => {
  const { deployment, sources } = model;
  const claims = claimsOf(model);
  const place =
    deployment === undefined ? 'your AWS account' : `AWS account ${deployment.account}, ${deployment.region}`;
  const callers =
    deployment === undefined || deployment.callers.length === 0
      ? 'the analytics tool'
      : deployment.callers.map(({ name }) => name).join(', ');
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
          note: `${tlsOf(deployment)}; read-only permissions; sign-in without a stored secret`,
        },
        {
          title: 'Graphveil',
          text: `Runs in ${place}, one function for each source. Removes all data that no rule names, replaces people with pseudonyms, stores nothing.`,
          note: `TLS; pseudonyms, times, states, counts${claims.clear.length > 0 ? ', texts' : ''}`,
        },
        {
          title: callers === 'the analytics tool' ? 'Analytics tool' : callers,
          text: `Calls Graphveil as if it were Microsoft Graph and gets replies of the same shape. It never calls Microsoft${claims.unproven.length === 0 ? ' and can’t request data about a person by name' : ''}.`,
        },
      ),
    ),
    ...questionsPart(claims),
  ];
};

import { graphPermissions } from '../../config/index.ts';
import {
  type Block,
  code,
  facts,
  heading,
  marked,
  paragraph,
  strong,
  subheading,
  type Text,
  table,
  warning,
} from '../document/blocks.ts';
import type { ReportAnswer, ReportExample, ReportRow, ReportSource } from './model.ts';
import { techniqueTitle } from './techniques.ts';

const states: Readonly<Record<ReportSource['availability'], string>> = {
  ga: 'ready for production',
  beta: 'beta',
  alpha: 'alpha: may still change',
};

const named = (paths: readonly string[]): Text => paths.flatMap((path, index) => [index === 0 ? '' : ', ', code(path)]);

const permissionsTable = ({ permissions }: ReportSource): readonly Block[] => [
  subheading('What it may read, and why'),
  table(
    ['Permission', 'Allows to', 'Why it is needed, and what the rules drop'],
    permissions.map(({ name, reason, grantedIn, extra }) => [
      [code(name), grantedIn === 'exchange' ? ' (for some mailboxes, by Exchange)' : ''],
      [graphPermissions[name]?.allows ?? 'read'],
      [extra === undefined ? '' : `For the extra “${extra}”. `, reason.trim()],
    ]),
  ),
];

const mostShown = 60;

const limited = (paths: readonly string[]): Text => {
  const rest = paths.length - mostShown;
  return [...named(paths.slice(0, mostShown)), ...(rest > 0 ? [` and ${rest} more`] : [])];
};

const plural: Readonly<Record<string, string>> = {
  'direct identifier': 'Direct identifiers',
  'free text': 'Free text',
  credential: 'Secrets and codes',
  'quasi identifier': 'Quasi-identifiers',
  'opaque id': 'Ids and links',
  metadata: 'Settings, states, counts',
  'not judged': 'Not judged',
};

const droppedPart = ({ declared, dropped }: ReportAnswer): readonly Block[] => {
  const all = dropped.reduce((sum, { paths }) => sum + paths.length, 0);
  const telling = dropped.filter(({ class: name }) => name !== 'container');
  if (telling.length === 0) return [];
  return [
    paragraph(strong(`${all} of ${declared} properties never leave`), '.'),
    facts(...telling.map(({ class: name, paths }) => [plural[name] ?? name, limited(paths)] as const)),
  ];
};

/** Kept, and telling nothing about who somebody is. */
const isPlain = ({ technique, class: name, reason }: ReportRow): boolean =>
  technique === 'none' && name === 'metadata' && reason === undefined;

const entityName = ({ entity, endpoints }: ReportAnswer): string =>
  `${entity}${endpoints.length === 1 ? '' : `, at ${endpoints.length} addresses`}`;

const leavingTable = (rows: readonly ReportRow[]): readonly Block[] =>
  rows.length === 0
    ? []
    : [
        table(
          ['Property', 'Kind', 'Leaves as', 'Technique'],
          rows.map(({ path, class: name, form, technique, reason }) => [
            [code(path)],
            [name],
            [form, reason === undefined ? '' : `, because: ${reason}`],
            [techniqueTitle(technique)],
          ]),
        ),
      ];

const plainPart = (rows: readonly ReportRow[]): readonly Block[] =>
  rows.length === 0
    ? []
    : [
        paragraph(
          strong('As they are'),
          ': times, states, counts and known words. ',
          ...named(rows.map(({ path }) => path)),
        ),
      ];

const answerPart = (answer: ReportAnswer): readonly Block[] => [
  subheading(`Of each ${entityName(answer)}`),
  paragraph(...named(answer.endpoints)),
  ...leavingTable(answer.rows.filter((row) => !isPlain(row))),
  ...plainPart(answer.rows.filter(isPlain)),
  ...droppedPart(answer),
];

const examplePart = (example: ReportExample | undefined): readonly Block[] =>
  example === undefined
    ? []
    : [
        subheading('An example, before and after'),
        paragraph(
          `${example.shows.replace(/^./, (first) => first.toUpperCase())}. The people are invented. `,
          'A line with − does not leave; one with + leaves in the place of the line above it.',
        ),
        marked(example.call, example.lines),
      ];

/** Everything about one source: why, what leaves in which form, what never does. */
export const sourcePart = (source: ReportSource): readonly Block[] => {
  const { title, name, summary, availability, variants, extras, acceptUnproven, rulesHash, endpoints } = source;
  return [
    heading(title),
    paragraph(
      summary,
      ` (${name}, ${states[availability]}; ${endpoints} endpoints`,
      variants.length === 0 ? '' : `; variants in use: ${variants.join(', ')}`,
      extras.length === 0 ? '' : `; extras in use: ${extras.join(', ')}`,
      '). Replies carry the hash of these rules: ',
      code(rulesHash),
      '.',
    ),
    ...(acceptUnproven === undefined
      ? []
      : [
          warning(
            paragraph(
              'These rules are not the built-in ones and could not be proven: no list says what they drop, so the tables below are not complete. The reason given for using them: ',
              strong(acceptUnproven),
            ),
          ),
        ]),
    ...permissionsTable(source),
    ...examplePart(source.example),
    ...source.answers.flatMap(answerPart),
  ];
};

import type { NeededPermission } from '../../connectors/index.ts';
import { allowedBy } from '../../graph-types/index.ts';
import { narrowedTable, narrowerTable } from '../consent/parts/narrower.ts';
import { availabilityWords } from '../model.ts';
import {
  type Block,
  code,
  details,
  facts,
  heading,
  marked,
  paragraph,
  strong,
  subheading,
  type Text,
  table,
  warning,
} from '../render/blocks.ts';
import { type Claims, claimsOf } from './claims.ts';
import { foldPaths } from './fold-paths.ts';
import {
  neverLeave,
  type OwnRules,
  type ReportAnswer,
  type ReportExample,
  type ReportRow,
  type ReportSource,
} from './model.ts';
import { techniqueTitle } from './techniques.ts';
import { withoutRepetition } from './without-repetition.ts';

const named = (paths: readonly string[]): Text => paths.flatMap((path, index) => [index === 0 ? '' : ', ', code(path)]);

const grantWords: Readonly<Record<NeededPermission['grantedIn'], string>> = {
  entra: '',
  exchange: ' (granted by Exchange, for some mailboxes)',
  'per-team': ' (granted by a Teams app, for the teams in which it is installed)',
};

const permissionsTable = ({ permissions }: ReportSource): readonly Block[] => [
  subheading('Permissions and their reasons'),
  table(
    ['Permission', 'Access', 'Reason, and data that the rules drop'],
    permissions.map(({ name, reason, grantedIn, perSite, extra }) => [
      [code(name), grantWords[grantedIn], perSite === true ? ' (for sites that are opened to it)' : ''],
      [allowedBy(name)],
      [extra === undefined ? '' : `For the extra “${extra}”. `, reason.trim()],
    ]),
  ),
];

/** Lists permissions without the source's reasons, which describe the data that its own rules drop. */
const barePermissionsTable = ({ permissions }: ReportSource): readonly Block[] => [
  subheading('Permissions of the application'),
  table(
    ['Permission', 'Access'],
    permissions.map(({ name }) => [[code(name)], [allowedBy(name)]]),
  ),
];

const codes = (texts: readonly string[]): readonly (readonly Text[])[] => texts.map((text) => [[code(text)]]);

/** The contents of a custom rule file: endpoints, expressions, lists, and reasons. */
const ownRulesPart = ({ endpoints, expressions, lists, reasons }: OwnRules): readonly Block[] => [
  subheading('Allowed calls'),
  table(
    ['Path', 'Accepted input'],
    endpoints.map(({ path, asks }) => [[code(path)], asks.length === 0 ? ['none'] : named(asks)]),
  ),
  ...(expressions.length === 0
    ? []
    : [subheading('Expressions of these rules'), table(['Expression'], codes(expressions))]),
  ...(lists.length === 0 ? [] : [subheading('Lists of these rules'), table(['Words'], codes(lists))]),
  ...(reasons.length === 0
    ? []
    : [
        subheading('Reasons that these rules give'),
        table(
          ['Property', 'Reason'],
          reasons.map(({ property, reason }) => [[code(property)], [reason]]),
        ),
      ]),
];

/** Reasons for variants and extras. Empty if the settings give none. */
const choicesPart = ({ choices = [] }: ReportSource): readonly Block[] =>
  choices.length === 0
    ? []
    : [
        table(
          ['Variant or extra', 'Reason that the settings give', 'Date'],
          choices.map(({ name, reason, date }) => [[name], [reason], [date]]),
        ),
      ];

/** The source in a sentence. Its own description holds for its own rules only. */
const aboutSource = ({ ownRules, acceptUnproven, summary }: ReportSource, { clear, plainIds }: Claims): string => {
  if (ownRules !== undefined)
    return acceptUnproven === undefined
      ? 'The organization’s own rules, verified against Microsoft’s types of their paths.'
      : 'The organization’s own rules, which don’t pass the proof.';
  if (clear.length + plainIds.length === 0) return summary;
  return `With the chosen variants and extras these leave unchanged: ${[...clear, ...plainIds].join(', ')}.`;
};

const narrowerPart = (source: ReportSource): readonly Block[] => {
  const [narrowed, narrower] = [narrowedTable([source]), narrowerTable([source], false)];
  const piecewise = narrowerTable([source], true);
  return [
    ...(narrowed === undefined ? [] : [paragraph('Narrower permissions in use, and what they lose:'), narrowed]),
    ...(narrower === undefined ? [] : [paragraph('An administrator can grant less:'), narrower]),
    ...(piecewise === undefined ? [] : [details('Permissions for single teams or sites', piecewise)]),
  ];
};

/** Shortens the list of metadata, which doesn't identify anybody. */
const mostShown = (name: string): number => (name === 'metadata' ? 12 : 40);

const limited = (name: string, paths: readonly string[]): Text => {
  const folded = foldPaths(paths);
  const most = mostShown(name);
  const rest = folded.length - most;
  return [...named(folded.slice(0, most)), ...(rest > 0 ? [` and ${rest} more`] : [])];
};

const plural: Readonly<Record<string, string>> = {
  'direct identifier': 'Direct identifiers',
  'free text': 'Free text',
  credential: 'Secrets and codes',
  'quasi identifier': 'Quasi-identifiers',
  'opaque id': 'IDs and links',
  metadata: 'Settings, states, counts',
  'not judged': 'Not judged',
};

/** Lists dropped properties at a response's own places, and counts those of the whole response. */
const droppedPart = ({ dropped }: ReportAnswer, whole: ReportAnswer): readonly Block[] => {
  const telling = dropped.filter(({ class: name, paths }) => name !== 'container' && paths.length > 0);
  if (telling.length === 0) return [];
  return [
    paragraph(strong(`${neverLeave(whole)} of ${whole.declared} properties never leave`), '.'),
    facts(...telling.map(({ class: name, paths }) => [plural[name] ?? name, limited(name, paths)] as const)),
  ];
};

/** True for a kept property that reveals nothing about a person's identity. */
const isPlain = ({ technique, class: name, reason }: ReportRow): boolean =>
  technique === 'none' && name === 'metadata' && reason === undefined;

const entityName = ({ entity, endpoints }: ReportAnswer): string =>
  `${entity}${endpoints.length === 1 ? '' : `, from ${endpoints.length} paths`}`;

type Group = { readonly row: ReportRow; readonly paths: string[] };

/** Groups properties that leave in the same way. */
const grouped = (rows: readonly ReportRow[]): readonly Group[] => {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const { form, class: name, technique, reason } = row;
    const key = JSON.stringify([form, name, technique, reason]);
    const group = groups.get(key) ?? { row, paths: [] };
    groups.set(key, group);
    group.paths.push(row.path);
  }
  return [...groups.values()];
};

const leavingTable = (rows: readonly ReportRow[]): readonly Block[] =>
  rows.length === 0
    ? []
    : [
        table(
          ['Properties', 'Class', 'Leave as', 'Technique'],
          grouped(rows).map(({ row: { class: name, form, technique, reason }, paths }) => [
            named(foldPaths(paths)),
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
          strong('Unchanged'),
          ': times, states, counts and known words. ',
          ...named(foldPaths(rows.map(({ path }) => path))),
        ),
      ];

/** Places with the same content as another one. */
const alikePart = ({ alike, entity }: ReportAnswer): readonly Block[] => {
  const likes = [...new Set(alike.map(({ like }) => like))];
  if (likes.length === 0) return [];
  return [
    paragraph(
      strong('Treated alike'),
      ': ',
      ...likes.flatMap((like, index): Text => {
        const paths = alike.filter((each) => each.like === like).map(({ path }) => path);
        const what: Text = like === '' ? ['the ', code(entity), ' itself'] : [code(like)];
        return [index === 0 ? '' : '; ', ...named(foldPaths(paths)), ' like ', ...what];
      }),
      '.',
    ),
  ];
};

const repeatedPart = (repeated: readonly string[], entity: string): readonly Block[] =>
  repeated.length === 0
    ? []
    : [paragraph('The content of ', ...named(repeated), ' is treated like the ', code(entity), ' itself.')];

const answerPart = (answer: ReportAnswer): readonly Block[] => {
  const { own, repeated } = withoutRepetition(answer);
  return [
    subheading(`Each ${entityName(answer)}`),
    paragraph(...named(answer.endpoints)),
    ...leavingTable(own.rows.filter((row) => !isPlain(row))),
    ...plainPart(own.rows.filter(isPlain)),
    ...alikePart(own),
    ...repeatedPart(repeated, answer.entity),
    ...droppedPart(own, answer),
  ];
};

/** The source under which the same response has already been described. */
export type ToldBefore = Map<string, string>;

/** Describes a response once, even if it recurs under another source or version. */
const answerOnce =
  (told: ToldBefore, title: string) =>
  (answer: ReportAnswer): readonly Block[] => {
    const { entity, rows, dropped, alike } = answer;
    const key = JSON.stringify([entity, rows, dropped, alike]);
    const before = told.get(key);
    if (before === undefined) {
      told.set(key, title);
      return answerPart(answer);
    }
    return [
      subheading(`Each ${entityName(answer)}`),
      paragraph(...named(answer.endpoints), before === title ? ': as above.' : `: as under ${before}.`),
    ];
  };

const examplePart = (example: ReportExample | undefined): readonly Block[] =>
  example === undefined
    ? []
    : [
        subheading('An example, before and after'),
        paragraph(
          `${example.shows.replace(/^./, (first) => first.toUpperCase())}. The people are invented. `,
          'A line marked − doesn’t leave; a line marked + leaves instead of the line above it.',
        ),
        marked(example.call, example.lines),
      ];

/** Everything about one source: its purpose, the form of data that leaves, and dropped data. */
export const sourcePart = (source: ReportSource, told: ToldBefore): readonly Block[] => {
  const { title, name, availability, variants, extras, acceptUnproven, ownRules, rulesHash, endpoints } = source;
  const claims = claimsOf({ sources: [source] });
  const asDescribed = ownRules === undefined && claims.clear.length + claims.plainIds.length === 0;
  return [
    heading(title),
    paragraph(
      aboutSource(source, claims),
      ` (${name}${ownRules === undefined ? `, ${availabilityWords[availability]}` : ''}; ${endpoints} endpoints`,
      variants.length === 0 ? '' : `; variants in use: ${variants.join(', ')}`,
      extras.length === 0 ? '' : `; extras in use: ${extras.join(', ')}`,
      '). Replies contain the hash of these rules: ',
      code(rulesHash),
      '.',
    ),
    ...(acceptUnproven === undefined
      ? []
      : [
          warning(
            paragraph(
              'These rules aren’t the built-in ones and can’t be proven, so the tables below are incomplete. The reason given for using them: ',
              strong(acceptUnproven),
            ),
          ),
        ]),
    ...choicesPart(source),
    ...(asDescribed ? [...permissionsTable(source), ...narrowerPart(source)] : barePermissionsTable(source)),
    ...(ownRules === undefined ? [] : ownRulesPart(ownRules)),
    ...examplePart(source.example),
    ...source.answers.flatMap(answerOnce(told, title)),
  ];
};

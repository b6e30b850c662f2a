import type { NeededPermission } from '../../../connectors/index.ts';
import { allowedBy, graphPermissions } from '../../../graph-types/index.ts';
import { learnLinks } from '../../links.ts';
import { availabilityWords, type ConsentConnector } from '../../model.ts';
import { type Block, code, heading, link, paragraph, strong, type Text, table, warning } from '../../render/blocks.ts';
import type { ConsentScope } from '../consent-model.ts';

/** An introduction for readers who don't know Graphveil. */
const whatThisIs: readonly Block[] = [
  paragraph(
    'Graphveil is a privacy proxy between your Microsoft 365 tenant and a tool that analyzes its data. The tool never calls ',
    'Microsoft. It calls Graphveil, which reads from Microsoft Graph, removes all data that its rules don’t name, replaces ',
    'people with pseudonyms, and passes on the rest. Graphveil only reads, and it stores none of the data.',
  ),
  paragraph(
    'Microsoft has no permissions that are as narrow as these rules, so the permissions allow Graphveil to read more than it ',
    'passes on. The table lists the data that the rules drop.',
  ),
];

const describe = (connector: ConsentConnector): readonly Block[] => {
  const { title, name, source, summary, availability, variants, extras, acceptUnproven } = connector;
  return [
    paragraph(
      strong(title),
      name === source ? '' : ` (${name})`,
      ` (${availabilityWords[availability]}): ${summary}`,
      variants.length === 0 ? '' : ` Variants in use: ${variants.join(', ')}.`,
      extras.length === 0 ? '' : ` Extras in use: ${extras.join(', ')}.`,
    ),
    ...(acceptUnproven === undefined
      ? []
      : [
          warning(
            paragraph(
              `The rules of ${title} aren’t the built-in ones, and `,
              code('graphveil prove'),
              ' doesn’t pass for them, so there is no list of the data that they drop. The reason given for using them: ',
              strong(acceptUnproven),
            ),
          ),
        ]),
  ];
};

const capitalized = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

const grantText = ({ name, grantedIn, perSite }: NeededPermission): string => {
  if (grantedIn === 'exchange') return ' Exchange grants it, for some mailboxes.';
  if (grantedIn === 'per-team') return ' A Teams app grants it, for the teams in which it is installed.';
  const title = (graphPermissions[name]?.title ?? '').replace(/\s+/g, ' ').replace(/\.$/, '');
  return ` Portal: “${title}”.${perSite === true ? ' An administrator opens each site.' : ''}`;
};

const allows = (permission: NeededPermission): Text => [
  `${capitalized(allowedBy(permission.name))}.`,
  grantText(permission),
];

type Reason = { readonly sentences: readonly string[]; readonly titles: readonly string[] };

const sentencesOf = (text: string): readonly string[] => text.trim().split(/(?<=\.)\s+(?=\p{Lu})/u);

/** The reasons for one permission. Connectors share the sentences that they have in common. */
const reasonsOf = (name: string, connectors: readonly ConsentConnector[]): readonly Reason[] => {
  const titles = new Map<string, readonly string[]>();
  for (const connector of connectors)
    for (const { extra, reason } of connector.permissions.filter((permission) => permission.name === name))
      for (const sentence of [...(extra === undefined ? [] : [`For the extra “${extra}”.`]), ...sentencesOf(reason)])
        titles.set(sentence, [...(titles.get(sentence) ?? []), connector.title]);
  const reasons = new Map<string, Reason>();
  for (const [sentence, those] of titles) {
    const key = JSON.stringify(those);
    reasons.set(key, { titles: those, sentences: [...(reasons.get(key)?.sentences ?? []), sentence] });
  }
  return [...reasons.values()].toSorted((one, other) => one.titles.length - other.titles.length);
};

const reasonText = (reasons: readonly Reason[], several: boolean): Text =>
  reasons.flatMap(({ sentences, titles }, index) => [
    index === 0 ? '' : ' ',
    ...(several ? [strong(`${titles.join(', ')}:`), ' '] : []),
    sentences.join(' '),
  ]);

/** For each permission its effect, its reason and the data that the rules still drop. */
export const reasonsPart = ({ connectors }: ConsentScope): readonly Block[] => {
  const permissions = new Map(
    connectors.flatMap((connector) =>
      connector.permissions.map((permission) => [permission.name, permission] as const),
    ),
  );
  return [
    heading('Reasons'),
    ...whatThisIs,
    ...connectors.flatMap(describe),
    paragraph(
      'All permissions are read-only application permissions. ',
      link('Microsoft’s reference', learnLinks.permissionsReference),
      ' describes each one.',
    ),
    table(
      ['Permission', 'Lets the application', 'Reason, and data that the rules drop'],
      [...permissions].map(([name, permission]) => [
        [code(name)],
        allows(permission),
        reasonText(reasonsOf(name, connectors), connectors.length > 1),
      ]),
    ),
  ];
};

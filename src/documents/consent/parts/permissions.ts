import type { AnswerDispositions, NeededPermission } from '../../../connectors/index.ts';
import { graphPermissions } from '../../../graph-types/index.ts';
import { learnLinks } from '../../links.ts';
import type { ConsentConnector } from '../../model.ts';
import { type Block, code, heading, link, paragraph, subheading, type Text, table } from '../../render/blocks.ts';
import { narrowerTable } from './narrower.ts';

const allows = (permission: NeededPermission): Text => {
  const known = graphPermissions[permission.name];
  return [
    `The portal calls it “${(known?.title ?? '').replace(/\s+/g, ' ').replace(/\.$/, '')}”. It allows to ${known?.allows ?? 'read'}.`,
    permission.grantedIn === 'exchange' ? ' Granted in Exchange, for some mailboxes.' : '',
  ];
};

const row = (permission: NeededPermission): readonly Text[] => [
  [code(permission.name)],
  allows(permission),
  [permission.extra === undefined ? '' : `For the extra “${permission.extra}”. `, permission.reason.trim()],
];

const narrowerPart = (connector: ConsentConnector): readonly Block[] => {
  const narrower = narrowerTable(connector);
  if (narrower === undefined) return [];
  return [
    subheading('Narrower permissions that exist'),
    paragraph('If your policy asks for less, tell whoever sent you this; the choice is theirs to deploy.'),
    narrower,
  ];
};

const names = (paths: readonly string[]): Text =>
  paths.length === 0 ? ['none'] : paths.flatMap((path, index) => [index === 0 ? '' : ', ', code(path)]);

const answerRow = ({
  entity,
  endpoints,
  kept,
  pseudonymized,
  transformed,
  dropped,
}: AnswerDispositions): readonly Text[] => [
  [code(entity), endpoints.length === 1 ? '' : `, at ${endpoints.length} addresses`],
  names(pseudonymized),
  names([...kept, ...transformed]),
  [`${dropped.length} properties`],
];

const leavesPart = ({ dispositions }: ConsentConnector): readonly Block[] =>
  dispositions.length === 0
    ? []
    : [
        subheading('What leaves'),
        paragraph(
          'For each of Microsoft’s types that the rules name, as ',
          code('graphveil prove'),
          ' found it. What is not in this table never leaves.',
        ),
        table(['Type', 'As pseudonym', 'As it is, or made coarser', 'Dropped'], dispositions.map(answerRow)),
      ];

/** For each permission its effect, its reason and the data that the rules still drop. */
export const permissionsPart = (connectors: readonly ConsentConnector[]): readonly Block[] => [
  heading('What you grant, and what still never leaves'),
  paragraph(
    'All are application permissions that only read. ',
    link('Microsoft’s reference', learnLinks.permissionsReference),
    ' describes each.',
  ),
  ...connectors.flatMap((connector) => [
    ...(connectors.length === 1 ? [] : [subheading(connector.title)]),
    table(
      ['Permission', 'What it allows', 'Why it is needed, and what the rules drop'],
      connector.permissions.map(row),
    ),
    ...leavesPart(connector),
    ...narrowerPart(connector),
  ]),
];

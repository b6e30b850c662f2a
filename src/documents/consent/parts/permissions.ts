import type { AnswerDispositions, NeededPermission } from '../../../connectors/index.ts';
import { graphPermissions } from '../../../graph-types/index.ts';
import { learnLinks } from '../../links.ts';
import type { ConsentConnector } from '../../model.ts';
import { type Block, code, heading, link, paragraph, subheading, type Text, table } from '../../render/blocks.ts';
import { narrowerTable } from './narrower.ts';

const allows = (permission: NeededPermission): Text => {
  const known = graphPermissions[permission.name];
  return [
    `The portal calls it “${(known?.title ?? '').replace(/\s+/g, ' ').replace(/\.$/, '')}”. It allows the application to ${known?.allows ?? 'read'}.`,
    permission.grantedIn === 'exchange' ? ' Exchange grants it, for some mailboxes.' : '',
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
    subheading('Narrower alternatives'),
    paragraph(
      'If your policy requires less access, tell the person who sent you this document. They choose the permissions in the deployment.',
    ),
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
  [code(entity), endpoints.length === 1 ? '' : `, on ${endpoints.length} paths`],
  names(pseudonymized),
  names([...kept, ...transformed]),
  [`${dropped.length} properties`],
];

const leavesPart = ({ dispositions }: ConsentConnector): readonly Block[] =>
  dispositions.length === 0
    ? []
    : [
        subheading('Data that leaves your tenant'),
        paragraph(
          'The table lists each of Microsoft’s types that the rules name, with the results of ',
          code('graphveil prove'),
          '. Data that isn’t in this table never leaves.',
        ),
        table(['Type', 'As pseudonyms', 'Unchanged or generalized', 'Dropped'], dispositions.map(answerRow)),
      ];

/** For each permission its effect, its reason and the data that the rules still drop. */
export const permissionsPart = (connectors: readonly ConsentConnector[]): readonly Block[] => [
  heading('Permissions, and the data that the rules drop'),
  paragraph(
    'All of them are read-only application permissions. ',
    link('Microsoft’s reference', learnLinks.permissionsReference),
    ' describes each one.',
  ),
  ...connectors.flatMap((connector) => [
    ...(connectors.length === 1 ? [] : [subheading(connector.title)]),
    table(['Permission', 'Access', 'Reason, and data that the rules drop'], connector.permissions.map(row)),
    ...leavesPart(connector),
    ...narrowerPart(connector),
  ]),
];

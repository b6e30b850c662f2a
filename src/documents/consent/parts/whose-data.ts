import { memberReaders } from '../../../population/index.ts';
import { callerPeopleTable, effectiveMinutes, isLimited, refreshMinutes } from '../../caller-people.ts';
import { groupLink, learnLinks } from '../../links.ts';
import { type Block, code, heading, joined, link, paragraph, strong } from '../../render/blocks.ts';
import type { ConsentScope } from '../consent-model.ts';

/** Names of the permissions of the scope that read the members of groups. */
const readers = ({ connectors }: ConsentScope): readonly string[] => [
  ...new Set(
    connectors.flatMap(({ permissions }) =>
      permissions.flatMap(({ name }) => (memberReaders.some((reader) => reader === name) ? name : [])),
    ),
  ),
];

/** Whose data each caller gets; nothing if no caller is limited to groups. */
export const whoseDataPart = (scope: ConsentScope): readonly Block[] => {
  const { model, connectors } = scope;
  const callers = model.callers.filter((caller) => connectors.some(({ name }) => caller.connectors.includes(name)));
  if (!callers.some(isLimited)) return [];
  const names = readers(scope);
  return [
    heading('Whose data'),
    paragraph(
      'Permissions of Microsoft Graph cover everybody in the tenant. Graphveil itself limits what a caller gets to the people of ',
      'groups, those of nested groups included, for every call:',
    ),
    callerPeopleTable(callers, (group) => groupLink(model.cloud, group)),
    paragraph(
      `Graphveil reads the members every ${refreshMinutes} minutes`,
      ...(names.length === 0 ? [] : [', with ', ...joined(names.map((name) => [code(name)]))]),
      `, and keeps only hashes of them in memory. Who joins or leaves a group is in or out within ${effectiveMinutes} minutes. `,
      `A caller whose group has fewer than ${model.leastGroupSize} people, can’t be read or doesn’t exist gets nothing.`,
    ),
    paragraph(
      strong('Anybody who can change the members of a group decides whose data its caller gets'),
      ': its owners, and administrators such as ',
      link('Groups Administrators', learnLinks.groupsAdministrator),
      '. The links in the table show the members and owners.',
    ),
  ];
};

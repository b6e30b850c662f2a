import type { Cloud } from '../../../config/index.ts';
import type { NeededPermission } from '../../../connectors/index.ts';
import { graphPermissions } from '../../../graph-types/index.ts';
import { learnLinks } from '../../links.ts';
import { code, codeBlock, link, paragraph, warning } from '../../render/blocks.ts';
import { powershellQuoted } from '../../render/quoting.ts';
import type { ConsentModel } from '../consent-model.ts';
import type { Step, StepContext } from './step.ts';

const mailboxPermissions = ({ connectors }: StepContext): readonly NeededPermission[] => {
  const all = connectors.flatMap(({ permissions }) => permissions);
  const names = new Set<string>();
  return all.filter(({ name, mailbox }) => {
    const wanted = mailbox === true && graphPermissions[name]?.exchangeRole !== undefined && !names.has(name);
    if (wanted) names.add(name);
    return wanted;
  });
};

const exchangeAdministrator = link('Exchange Administrator', learnLinks.exchangeAdministrator);

const connectExchange = ({ names }: Cloud): string =>
  names === undefined ? 'Connect-ExchangeOnline' : `Connect-ExchangeOnline -ExchangeEnvironmentName ${names.exchange}`;

const scopeName = ({ environment }: ConsentModel): string => `Graphveil-${environment}`;

/** Commands that let the application read only the mailboxes of one group's members. */
const commands = ({ model, application }: StepContext, permissions: readonly NeededPermission[]): readonly string[] => [
  connectExchange(model.cloud),
  `$app = ${powershellQuoted(application.clientId)}`,
  `$principal = ${powershellQuoted(application.servicePrincipalObjectId)}`,
  '',
  '# Make the application known to Exchange (once).',
  `New-ServicePrincipal -AppId $app -ObjectId $principal -DisplayName ${powershellQuoted(application.displayName)}`,
  '',
  '# Whose mailboxes may be read: a mail-enabled security group. Only direct members count.',
  '# All applications of this environment share the scope: leave these two lines out where it is there already.',
  "$group = (Get-Group 'GROUP-NAME').DistinguishedName.Replace(\"'\", \"''\")",
  `New-ManagementScope -Name ${powershellQuoted(scopeName(model))} -RecipientRestrictionFilter "MemberOfGroup -eq '$group'"`,
  '',
  ...permissions.map(
    ({ name }) =>
      `New-ManagementRoleAssignment -App $principal -CustomResourceScope ${powershellQuoted(scopeName(model))} -Role ${powershellQuoted(graphPermissions[name]?.exchangeRole ?? '')}`,
  ),
  '',
  '# InScope must be True for a member of the group, and False for anybody else.',
  'Test-ServicePrincipalAuthorization -Identity $principal -Resource MEMBER@YOUR-DOMAIN',
];

const lateness = paragraph(
  'Exchange takes between 30 minutes and 2 hours to notice. Until then calls for mailboxes answer 403.',
);

/** The step if Exchange grants mailbox permissions: the assignment is a part of the consent. */
const required = (context: StepContext, permissions: readonly NeededPermission[]): Step => ({
  title: 'Let Exchange grant the mailboxes',
  role: exchangeAdministrator,
  optional: false,
  blocks: [
    paragraph(
      'Mailboxes are not granted in Entra here. Exchange grants them for the members of one group (',
      link('RBAC for Applications', learnLinks.exchangeRbac),
      '), in Exchange Online PowerShell:',
    ),
    codeBlock('powershell', ...commands(context, permissions)),
    warning(
      paragraph(
        'Grants of Entra and of Exchange add up. If ',
        ...permissions.flatMap(({ name }, index) => [index === 0 ? '' : ' or ', code(name)]),
        ' is ever granted in Entra as well, every mailbox is open to this application, whatever the group says.',
      ),
    ),
    lateness,
  ],
  verify: [
    'What Exchange granted does not show there; ',
    code(`Test-ServicePrincipalAuthorization -Identity ${context.application.servicePrincipalObjectId}`),
    ' in Exchange Online PowerShell does.',
  ],
  undo: [
    paragraph(
      'What Exchange granted stays until it is taken back there, in Exchange Online PowerShell (least role: ',
      exchangeAdministrator,
      '):',
    ),
    codeBlock(
      'powershell',
      connectExchange(context.model.cloud),
      `$principal = ${powershellQuoted(context.application.servicePrincipalObjectId)}`,
      'Get-ManagementRoleAssignment | Where-Object RoleAssigneeName -eq $principal | Remove-ManagementRoleAssignment',
    ),
  ],
});

/** The optional step if Entra grants them: how to limit access to a group of mailboxes. */
const optional = (context: StepContext, permissions: readonly NeededPermission[]): Step => ({
  title: 'Limit it to some mailboxes',
  role: exchangeAdministrator,
  optional: true,
  blocks: [
    paragraph(
      'The permissions on mailboxes reach every mailbox of the tenant. To open only those of one group, ask whoever sent you ',
      'this to set ',
      code('mailboxAccess: exchange-rbac'),
      ' and to deploy again. The list in Entra then loses ',
      ...permissions.flatMap(({ name }, index) => [index === 0 ? '' : ' and ', code(name)]),
      ' (revoke there what you granted), and Exchange grants instead, in Exchange Online PowerShell (',
      link('RBAC for Applications', learnLinks.exchangeRbac),
      '):',
    ),
    codeBlock('powershell', ...commands(context, permissions)),
    lateness,
  ],
});

/** Mailboxes through Exchange: a step if the settings require it, otherwise an option; nothing without mailboxes. */
export const exchangeStep = (context: StepContext): readonly Step[] => {
  const permissions = mailboxPermissions(context);
  if (permissions.length === 0) return [];
  return permissions.some(({ grantedIn }) => grantedIn === 'exchange')
    ? [required(context, permissions)]
    : [optional(context, permissions)];
};

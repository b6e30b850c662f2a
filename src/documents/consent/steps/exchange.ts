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
  '# Register the application in Exchange (once).',
  `New-ServicePrincipal -AppId $app -ObjectId $principal -DisplayName ${powershellQuoted(application.displayName)}`,
  '',
  '# The mailboxes to open: those of the direct members of a mail-enabled security group.',
  '# All applications of this environment share the scope. If it already exists, skip these two lines.',
  "$group = (Get-Group 'GROUP-NAME').DistinguishedName.Replace(\"'\", \"''\")",
  `New-ManagementScope -Name ${powershellQuoted(scopeName(model))} -RecipientRestrictionFilter "MemberOfGroup -eq '$group'"`,
  '',
  ...permissions.map(
    ({ name }) =>
      `New-ManagementRoleAssignment -App $principal -CustomResourceScope ${powershellQuoted(scopeName(model))} -Role ${powershellQuoted(graphPermissions[name]?.exchangeRole ?? '')}`,
  ),
  '',
  '# InScope must be True for members of the group and False for everyone else.',
  'Test-ServicePrincipalAuthorization -Identity $principal -Resource MEMBER@YOUR-DOMAIN',
];

const lateness = paragraph(
  'The change takes effect in Exchange after 30 minutes to 2 hours. Until then, calls for mailboxes return 403.',
);

/** The step if Exchange grants mailbox permissions: the assignment is a part of the consent. */
const required = (context: StepContext, permissions: readonly NeededPermission[]): Step => ({
  title: 'Grant access to mailboxes in Exchange',
  role: exchangeAdministrator,
  optional: false,
  blocks: [
    paragraph(
      'In this deployment, Exchange instead of Entra grants access to mailboxes, limited to the members of one group (',
      link('RBAC for Applications', learnLinks.exchangeRbac),
      '). Run in Exchange Online PowerShell:',
    ),
    codeBlock('powershell', ...commands(context, permissions)),
    warning(
      paragraph(
        'Grants in Entra and Exchange are additive. If ',
        ...permissions.flatMap(({ name }, index) => [index === 0 ? '' : ' or ', code(name)]),
        ' is also granted in Entra, the application can read every mailbox, regardless of the group.',
      ),
    ),
    lateness,
  ],
  verify: [
    'It doesn’t show grants in Exchange. To list them, run ',
    code(`Test-ServicePrincipalAuthorization -Identity ${context.application.servicePrincipalObjectId}`),
    ' in Exchange Online PowerShell.',
  ],
  undo: [
    paragraph(
      'Grants in Exchange remain until you remove them in Exchange Online PowerShell (least privileged role: ',
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
  title: 'Limit access to some mailboxes',
  role: exchangeAdministrator,
  optional: true,
  blocks: [
    paragraph(
      'The mailbox permissions apply to every mailbox of the tenant. To limit them to the mailboxes of one group, ask the ',
      'person who sent you this document to set ',
      code('mailboxAccess: exchange-rbac'),
      ' and to deploy again. The application then no longer requests ',
      ...permissions.flatMap(({ name }, index) => [index === 0 ? '' : ' and ', code(name)]),
      ' in Entra; revoke the permissions there if you granted them, and grant access in Exchange Online PowerShell instead (',
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

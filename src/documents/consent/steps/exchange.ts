import type { Cloud } from '../../../config/index.ts';
import type { NeededPermission } from '../../../connectors/index.ts';
import { graphPermissions } from '../../../graph-types/index.ts';
import { learnLinks } from '../../links.ts';
import { code, codeBlock, joined, link, paragraph, warning } from '../../render/blocks.ts';
import { powershellQuoted } from '../../render/quoting.ts';
import type { ConsentApplication, ConsentModel } from '../consent-model.ts';
import { connectorsOf, type Step, type StepContext } from './step.ts';

/** The permissions of connectors that Exchange can grant for selected mailboxes, each once. */
export const mailboxPermissions = (applications: readonly ConsentApplication[]): readonly NeededPermission[] => {
  const byName = new Map<string, NeededPermission>();
  for (const { permissions } of connectorsOf(applications))
    for (const permission of permissions)
      if (permission.mailbox === true && graphPermissions[permission.name]?.exchangeRole !== undefined)
        byName.set(permission.name, byName.get(permission.name) ?? permission);
  return [...byName.values()];
};

const inExchange = (application: ConsentApplication): readonly NeededPermission[] =>
  mailboxPermissions([application]).filter(({ grantedIn }) => grantedIn === 'exchange');

const exchangeAdministrator = link('Exchange Administrator', learnLinks.exchangeAdministrator);

const connectExchange = ({ names }: Cloud): string =>
  names === undefined ? 'Connect-ExchangeOnline' : `Connect-ExchangeOnline -ExchangeEnvironmentName ${names.exchange}`;

const scopeName = ({ environment }: ConsentModel): string => powershellQuoted(`Graphveil-${environment}`);

/** Commands that open the mailboxes of the scope to one application. */
const assignments = (model: ConsentModel, application: ConsentApplication): readonly string[] => {
  const { displayName, clientId, servicePrincipalObjectId } = application;
  return [
    '',
    `$app = ${powershellQuoted(clientId)}`,
    `$principal = ${powershellQuoted(servicePrincipalObjectId)}`,
    'New-ServicePrincipal -AppId $app -ObjectId $principal `',
    `  -DisplayName ${powershellQuoted(displayName)}`,
    ...inExchange(application).flatMap(({ name }) => [
      `New-ManagementRoleAssignment -App $principal -CustomResourceScope ${scopeName(model)} \``,
      `  -Role ${powershellQuoted(graphPermissions[name]?.exchangeRole ?? '')}`,
    ]),
    '# InScope must be True for members of the group and False for everyone else:',
    'Test-ServicePrincipalAuthorization -Identity $principal -Resource MEMBER@YOUR-DOMAIN',
  ];
};

/** Commands that let applications read only the mailboxes of one group's members. */
const commands = ({ model, applications }: StepContext): readonly string[] => [
  connectExchange(model.cloud),
  '',
  '# The mailboxes to open: those of the direct members of a mail-enabled security group.',
  '# All applications of this environment share the scope. If it already exists, skip these commands.',
  "$group = (Get-Group 'GROUP-NAME').DistinguishedName.Replace(\"'\", \"''\")",
  `New-ManagementScope -Name ${scopeName(model)} \``,
  '  -RecipientRestrictionFilter "MemberOfGroup -eq \'$group\'"',
  ...applications.flatMap((application) => assignments(model, application)),
];

/** The step if Exchange grants mailbox permissions: the assignment is a part of the consent. */
export const exchangeStep = ({ model, applications: all }: StepContext): readonly Step[] => {
  const applications = all.filter((application) => inExchange(application).length > 0);
  const names = [...new Set(applications.flatMap((application) => inExchange(application).map(({ name }) => name)))];
  if (names.length === 0) return [];
  const principals = applications.map(({ servicePrincipalObjectId }) => servicePrincipalObjectId);
  return [
    {
      title: 'Grant access to mailboxes in Exchange',
      role: exchangeAdministrator,
      blocks: [
        paragraph(
          'In this deployment, Exchange instead of Entra grants access to mailboxes, limited to the members of one group (',
          link('RBAC for Applications', learnLinks.exchangeRbac),
          '), which no portal can set. Run in Exchange Online PowerShell:',
        ),
        codeBlock('powershell', ...commands({ model, applications })),
        warning(
          paragraph(
            'Grants in Entra and Exchange are additive. If ',
            ...joined(
              names.map((name) => [code(name)]),
              ', ',
              ' or ',
            ),
            ' is also granted in Entra, the application can read every mailbox, regardless of the group.',
          ),
        ),
        paragraph(
          'The change takes effect in Exchange after 30 minutes to 2 hours. Until then, calls for mailboxes return 403.',
        ),
      ],
      verify: [
        'It doesn’t show grants in Exchange. To list them, run ',
        ...joined(principals.map((id) => [code(`Test-ServicePrincipalAuthorization -Identity ${id}`)])),
        ' in Exchange Online PowerShell.',
      ],
      undo: [
        paragraph(
          'Grants in Exchange remain until you remove them in Exchange Online PowerShell (role: ',
          exchangeAdministrator,
          '):',
        ),
        codeBlock(
          'powershell',
          connectExchange(model.cloud),
          ...principals.flatMap((id) => [
            `$principal = ${powershellQuoted(id)}`,
            'Get-ManagementRoleAssignment | Where-Object RoleAssigneeName -eq $principal | Remove-ManagementRoleAssignment',
          ]),
        ),
      ],
    },
  ];
};

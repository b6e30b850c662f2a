import { consoleRoles, namesOfConsolePermissions } from '../../../config/index.ts';
import { learnLinks, portalLinks } from '../../links.ts';
import {
  code,
  codeBlock,
  details,
  joined,
  link,
  paragraph,
  steps,
  strong,
  type Text,
  warning,
} from '../../render/blocks.ts';
import { powershellQuoted } from '../../render/quoting.ts';
import type { ConsentModel, ConsoleConsent } from '../consent-model.ts';
import { connectGraph } from '../steps/grant.ts';
import type { Step } from '../steps/step.ts';

const codes = (names: readonly string[]): Text => joined(names.map((name) => [code(name)]));

const linksOf = (model: ConsentModel, { ids }: ConsoleConsent) =>
  portalLinks(model.cloud, model.tenantId, ids.clientId, ids.servicePrincipalObjectId);

const grantScript = (model: ConsentModel, { ids }: ConsoleConsent): readonly string[] => [
  ...connectGraph(
    model,
    'Application.Read.All',
    'AppRoleAssignment.ReadWrite.All',
    'DelegatedPermissionGrant.ReadWrite.All',
  ),
  `$principal = ${powershellQuoted(ids.servicePrincipalObjectId)}`,
  `foreach ($name in ${namesOfConsolePermissions('application').map(powershellQuoted).join(', ')}) {`,
  '  $role = $graph.AppRoles |',
  "    Where-Object { $_.Value -eq $name -and $_.AllowedMemberTypes -contains 'Application' }",
  '  New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal `',
  '    -PrincipalId $principal -ResourceId $graph.Id -AppRoleId $role.Id',
  '}',
  "New-MgOauth2PermissionGrant -ClientId $principal -ConsentType 'AllPrincipals' `",
  `  -ResourceId $graph.Id -Scope ${powershellQuoted(namesOfConsolePermissions('delegated').join(' '))}`,
];

/** The consent to the console's permissions. */
export const grantConsoleStep = (model: ConsentModel, console: ConsoleConsent): Step => ({
  title: 'Grant the permissions',
  role: link('Privileged Role Administrator', learnLinks.privilegedRoleAdministrator),
  otherRoles: [
    ' Application Administrator and Cloud Application Administrator ',
    link('can’t consent', learnLinks.grantConsent),
    ' to application permissions of Microsoft Graph.',
  ],
  blocks: [
    steps(
      [
        'Open ',
        link('API permissions of the application', linksOf(model, console).grant),
        ' and sign in to tenant ',
        code(model.tenantId),
        '. Without the link: under ',
        strong('App registrations'),
        ', ',
        strong('All applications'),
        ', search for ',
        code(console.ids.clientId),
        ' and open ',
        strong('API permissions'),
        '.',
      ],
      [
        'The list shows exactly ',
        ...codes(namesOfConsolePermissions('delegated')),
        ' of type ',
        strong('Delegated'),
        ', and ',
        ...codes(namesOfConsolePermissions('application')),
        ' of type ',
        strong('Application'),
        '. If it shows others, stop and ask.',
      ],
      ['Above the list, select ', strong('Grant admin consent for …'), ', and then ', strong('Yes'), '.'],
    ),
    details(
      'Instead of the portal: with Microsoft Graph PowerShell',
      codeBlock('powershell', ...grantScript(model, console)),
    ),
  ],
});

const assignScript = (model: ConsentModel, { ids }: ConsoleConsent): readonly string[] => {
  const [tenant = ''] = connectGraph(model, 'AppRoleAssignment.ReadWrite.All', 'User.ReadBasic.All');
  return [
    tenant,
    `$console = ${powershellQuoted(ids.servicePrincipalObjectId)}`,
    ...consoleRoles.flatMap(({ id, displayName }) => [
      `# ${displayName}`,
      "$person = (Get-MgUser -UserId 'NAME@YOUR-DOMAIN').Id",
      'New-MgServicePrincipalAppRoleAssignedTo -ServicePrincipalId $console `',
      `  -PrincipalId $person -ResourceId $console -AppRoleId ${powershellQuoted(id)}`,
    ]),
  ];
};

const assigned = ({ settings }: ConsoleConsent): boolean =>
  consoleRoles.every(({ setting }) => settings[setting].length > 0);

/** Who decides in the console. */
export const assignRolesStep = (model: ConsentModel, console: ConsoleConsent): Step => ({
  title: 'Assign the app roles',
  role: link('Cloud Application Administrator', learnLinks.cloudApplicationAdministrator),
  otherRoles: [' An owner of the enterprise application can do it too.'],
  blocks: [
    ...(assigned(console)
      ? [
          paragraph(
            'The deployment assigned every app role, as listed below. Check whether these are the right people.',
          ),
        ]
      : []),
    steps(
      [
        'Open ',
        link('Users and groups of the enterprise application', linksOf(model, console).assignments),
        ' and select ',
        strong('Add user/group'),
        '.',
      ],
      [
        'Choose a person, and one of the roles ',
        ...joined(consoleRoles.map(({ displayName }) => [strong(displayName)])),
        '. Select ',
        strong('Assign'),
        '. Repeat it for each person.',
      ],
    ),
    warning(
      paragraph(
        'Choose an administrator and a privacy officer who are two people: access to the data of the whole tenant needs both of them. ',
        'Assigning a role to a group requires ',
        link('Microsoft Entra ID P1 or P2', learnLinks.assignGroups),
        ', and people of nested groups don’t get it.',
      ),
    ),
    details(
      'Instead of the portal: with Microsoft Graph PowerShell',
      codeBlock('powershell', ...assignScript(model, console)),
    ),
  ],
  verify: [link('Users and groups', linksOf(model, console).assignments), ' lists the people with their app roles.'],
});

import type { Cloud } from '../../../config/index.ts';
import { expectedRoles } from '../../../connectors/index.ts';
import { graphApplicationId } from '../../../graph-types/index.ts';
import { learnLinks, portalLinks } from '../../links.ts';
import {
  type Block,
  code,
  codeBlock,
  details,
  joined,
  link,
  paragraph,
  steps,
  strong,
  type Text,
  table,
} from '../../render/blocks.ts';
import { powershellQuoted } from '../../render/quoting.ts';
import type { ConsentApplication, ConsentModel } from '../consent-model.ts';
import type { Step, StepContext } from './step.ts';

/** The permissions that Entra grants to an application, each once. */
export const grantedNames = ({ connectors }: ConsentApplication): readonly string[] => [
  ...new Set(connectors.flatMap(({ permissions }) => expectedRoles(permissions))),
];

const codes = (names: readonly string[]): Text => joined(names.map((name) => [code(name)]));

/** Signs in to Microsoft Graph PowerShell, in the tenant’s cloud. */
export const connectGraph = ({ cloud, tenantId }: ConsentModel, ...scopes: readonly string[]): readonly string[] => [
  `Connect-MgGraph -TenantId ${powershellQuoted(tenantId)}${environmentOf(cloud)} -Scopes ${quotedList(scopes)}`,
  `$graph = Get-MgServicePrincipal -Filter "appId eq '${graphApplicationId}'"`,
];

const environmentOf = ({ names }: Cloud): string =>
  names === undefined ? '' : ` -Environment ${names.graphPowerShell}`;

const quotedList = (texts: readonly string[]): string => texts.map(powershellQuoted).join(', ');

const script = (model: ConsentModel, applications: readonly ConsentApplication[]): readonly string[] => [
  ...connectGraph(model, 'Application.Read.All', 'AppRoleAssignment.ReadWrite.All'),
  '$requests = @{',
  ...applications.flatMap((application) => [
    `  # ${application.displayName}`,
    `  ${powershellQuoted(application.servicePrincipalObjectId)} =`,
    ...listed(grantedNames(application)),
  ]),
  '}',
  'foreach ($principal in $requests.Keys) {',
  '  foreach ($name in $requests[$principal]) {',
  '    $role = $graph.AppRoles |',
  "      Where-Object { $_.Value -eq $name -and $_.AllowedMemberTypes -contains 'Application' }",
  '    New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal `',
  '      -PrincipalId $principal -ResourceId $graph.Id -AppRoleId $role.Id',
  '  }',
  '}',
];

const listed = (names: readonly string[]): readonly string[] =>
  names.map((name, index) => `    ${powershellQuoted(name)}${index === names.length - 1 ? '' : ','}`);

const byScript = ({ model, applications }: StepContext): Block =>
  details(
    'Instead of the portal: with Microsoft Graph PowerShell',
    paragraph(
      'The commands of ',
      link('Microsoft’s module', learnLinks.graphPowerShell),
      ' grant the same permissions. They take effect at once, without a confirmation. An error that a permission already ' +
        'exists is harmless.',
    ),
    codeBlock('powershell', ...script(model, applications)),
  );

const linksOf = (model: ConsentModel, { clientId, servicePrincipalObjectId }: ConsentApplication) =>
  portalLinks(model.cloud, model.tenantId, clientId, servicePrincipalObjectId);

const see: Text = [
  'The status of each line changes to ',
  strong('Granted for …'),
  ' with a green check mark. The connector starts to work within a minute; you don’t have to send anything back.',
];

const confirm: Text = [
  'Above the list, select ',
  strong('Grant admin consent for …'),
  ', and then ',
  strong('Yes'),
  '.',
];

const forOne = (model: ConsentModel, application: ConsentApplication): readonly Block[] => {
  const names = grantedNames(application);
  return [
    steps(
      [
        'Open ',
        link('API permissions of the application', linksOf(model, application).grant),
        ' and sign in to tenant ',
        code(model.tenantId),
        '. Without the link: under ',
        strong('App registrations'),
        ', ',
        strong('All applications'),
        ', search for ',
        code(application.clientId),
        ' and open ',
        strong('API permissions'),
        '.',
      ],
      [
        names.length === 1
          ? 'The list shows exactly this permission'
          : `The list shows exactly these ${names.length} permissions`,
        ' of Microsoft Graph, of type ',
        strong('Application'),
        ': ',
        ...codes(names),
        '. If it shows others, stop and ask.',
      ],
      confirm,
      see,
    ),
  ];
};

const forSeveral = (model: ConsentModel, applications: readonly ConsentApplication[]): readonly Block[] => [
  paragraph('Do this for each of the ', `${applications.length} applications:`),
  table(
    ['Application', 'Client ID', 'Permissions that the page lists'],
    applications.map((application) => [
      [link(application.displayName, linksOf(model, application).grant)],
      [code(application.clientId)],
      codes(grantedNames(application)),
    ]),
  ),
  steps(
    [
      'Follow the link in the table to the application’s API permissions, and sign in to tenant ',
      code(model.tenantId),
      '. Without the link: under ',
      strong('App registrations'),
      ', ',
      strong('All applications'),
      ', search for the client ID and open ',
      strong('API permissions'),
      '.',
    ],
    [
      'The list shows exactly the permissions in the table, of Microsoft Graph and of type ',
      strong('Application'),
      '. If it shows others, stop and ask.',
    ],
    confirm,
    see,
  ),
];

/** The grant itself: on the portal’s page, or by a script. */
export const grantStep = (context: StepContext): Step => {
  const { model, applications } = context;
  const [only, ...others] = applications;
  return {
    title: 'Grant the permissions',
    role: link('Privileged Role Administrator', learnLinks.privilegedRoleAdministrator),
    otherRoles: [
      ' Application Administrator and Cloud Application Administrator ',
      link('can’t consent', learnLinks.grantConsent),
      ' to application permissions of Microsoft Graph.',
    ],
    blocks: [
      ...(only !== undefined && others.length === 0 ? forOne(model, only) : forSeveral(model, applications)),
      byScript(context),
    ],
  };
};

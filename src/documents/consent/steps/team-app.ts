import { learnLinks } from '../../links.ts';
import { code, codeBlock, joined, link, paragraph, warning } from '../../render/blocks.ts';
import { powershellQuoted } from '../../render/quoting.ts';
import type { ConsentApplication, ConsentModel } from '../consent-model.ts';
import type { Step, StepContext } from './step.ts';

/** Names of an application's permissions that are granted in each team. */
export const perTeamNames = ({ connectors }: Pick<ConsentApplication, 'connectors'>): readonly string[] => [
  ...new Set(
    connectors.flatMap(({ permissions }) =>
      permissions.flatMap(({ name, grantedIn }) => (grantedIn === 'per-team' ? name : [])),
    ),
  ),
];

/** Object ids of the groups that callers of an application's connectors are limited to. */
export const groupsOfCallers = (
  { callers }: Pick<ConsentModel, 'callers'>,
  { connectors }: Pick<ConsentApplication, 'connectors'>,
): readonly string[] => [
  ...new Set(
    callers
      .filter((caller) => connectors.some(({ name }) => caller.connectors.includes(name)))
      .flatMap(({ groups }) => groups),
  ),
];

const teamsAdministrator = link('Teams Administrator', learnLinks.teamsAdministrator);

/** Icons of the package, which Teams demands: 192 pixels in color, and 32 pixels in white. */
const icons = {
  'color.png':
    'iVBORw0KGgoAAAANSUhEUgAAAMAAAADAAQMAAABoEv5EAAAABlBMVEUfTnn///+mrSatAAAAL0lEQVR42u3UIQoAAAgEQf//aa1iNijMpIPtFwHwSjaCsBjGEARBOBtcuLAeAM4rR5pczmrnaxwAAAAASUVORK5CYII=',
  'outline.png':
    'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgAQMAAABJtOi3AAAABlBMVEX///////9VfPVsAAAAAnRSTlMA/1uRIrUAAAAYSURBVHjaY2AgFvz/j0l84CeOwKaXOAAAfQ0X6TTJAOgAAAAASUVORK5CYII=',
} as const;

const manifestVersion = '1.19';
const address = 'https://graph.microsoft.com';

/**
 * The manifest of the Teams app. Its id is the application's, so that it can be found again. Source: Microsoft Teams, "App
 * manifest schema" and "Test resource-specific consent permissions in Teams".
 */
export const teamManifest = (application: ConsentApplication) => ({
  $schema: `https://developer.microsoft.com/json-schemas/teams/v${manifestVersion}/MicrosoftTeams.schema.json`,
  manifestVersion,
  version: '1.0.0',
  id: application.clientId,
  developer: { name: 'Graphveil', websiteUrl: address, privacyUrl: address, termsOfUseUrl: address },
  name: { short: 'Graphveil', full: application.displayName },
  description: {
    short: 'Lets Graphveil read this team.',
    full: 'Lets the privacy proxy Graphveil read the channels of this team. It has no tab and no bot.',
  },
  icons: { color: 'color.png', outline: 'outline.png' },
  accentColor: '#1F4E79',
  webApplicationInfo: { id: application.clientId, resource: address },
  authorization: {
    permissions: { resourceSpecific: perTeamNames(application).map((name) => ({ name, type: 'Application' })) },
  },
});

type Value = string | readonly Value[] | { readonly [key: string]: Value };

/** Writes a value as PowerShell, in quotes between which nothing is replaced. */
const powershellTable = (value: Value, indent = ''): string => {
  if (typeof value === 'string') return powershellQuoted(value);
  if (Array.isArray(value)) return `@(${value.map((each) => powershellTable(each, indent)).join(', ')})`;
  const entries = Object.entries(value as { readonly [key: string]: Value });
  if (entries.length < 3)
    return `@{ ${entries.map(([key, each]) => `${powershellQuoted(key)} = ${powershellTable(each, indent)}`).join('; ')} }`;
  const inner = `${indent}  `;
  const lines = entries.map(([key, each]) => `${inner}${powershellQuoted(key)} = ${powershellTable(each, inner)}`);
  return ['@{', ...lines, `${indent}}`].join('\n');
};

const packageOf = (application: ConsentApplication): readonly string[] => [
  `# ${application.displayName}: the package, and its place in your organization’s catalog`,
  "$folder = New-Item -ItemType Directory -Force 'graphveil-team-app'",
  `$manifest = ${powershellTable(teamManifest(application))}`,
  "$manifest | ConvertTo-Json -Depth 9 | Set-Content (Join-Path $folder 'manifest.json')",
  ...Object.entries(icons).map(
    ([name, content]) =>
      `[IO.File]::WriteAllBytes((Join-Path $folder '${name}'), [Convert]::FromBase64String('${content}'))`,
  ),
  "Compress-Archive -Force -Path (Join-Path $folder '*') -DestinationPath 'graphveil-team-app.zip'",
  "New-TeamsApp -DistributionMethod organization -Path 'graphveil-team-app.zip'",
];

const installation = (model: ConsentModel, application: ConsentApplication): readonly string[] => {
  const teams = groupsOfCallers(model, application);
  const names = perTeamNames(application).map(powershellQuoted).join(', ');
  return [
    '',
    `# ${application.displayName}: the teams that it may read`,
    `$teams = @(${(teams.length === 0 ? ['TEAM-ID'] : teams).map(powershellQuoted).join(', ')})`,
    `$app = Get-MgAppCatalogTeamApp -Filter ${powershellQuoted(`externalId eq '${application.clientId}'`)}`,
    `$permissions = @(${names}) |`,
    "  ForEach-Object { @{ permissionValue = $_; permissionType = 'application' } }",
    'foreach ($team in $teams) {',
    '  New-MgTeamInstalledApp -TeamId $team -BodyParameter @{',
    `    'teamsApp@odata.bind' = ${powershellQuoted(`${model.cloud.graph}/v1.0/appCatalogs/teamsApps/`)} + $app.Id`,
    '    consentedPermissionSet = @{ resourceSpecificPermissions = @($permissions) }',
    '  }',
    '  # Shows what the application may read in the team:',
    '  Get-MgGroupPermissionGrant -GroupId $team | Select-Object Permission, ClientAppId, ClientId',
    '}',
  ];
};

const connectTeams = ({ names }: ConsentModel['cloud']): string =>
  names === undefined ? 'Connect-MicrosoftTeams' : `Connect-MicrosoftTeams -TeamsEnvironmentName ${names.teams}`;

const connectGraph = ({ cloud, tenantId }: ConsentModel, ...scopes: readonly string[]): string =>
  `Connect-MgGraph -TenantId ${powershellQuoted(tenantId)}${cloud.names === undefined ? '' : ` -Environment ${cloud.names.graphPowerShell}`} -Scopes ${scopes.map(powershellQuoted).join(', ')}`;

/** The step if some permissions are granted in each team: a Teams app with resource-specific consent. */
export const teamAppStep = ({ model, applications: all }: StepContext): readonly Step[] => {
  const applications = all.filter((application) => perTeamNames(application).length > 0);
  if (applications.length === 0) return [];
  const names = [...new Set(applications.flatMap(perTeamNames))];
  return [
    {
      title: 'Open teams with a Teams app',
      role: teamsAdministrator,
      otherRoles: [' An owner of a team can install the app in it, if your tenant lets owners consent.'],
      blocks: [
        paragraph(
          ...joined(names.map((name) => [code(name)])),
          names.length === 1 ? ' is' : ' are',
          ' granted by an app that is installed in a team (',
          link('resource-specific consent', learnLinks.resourceSpecificConsent),
          `), and only for that team. Entra doesn’t grant ${names.length === 1 ? 'it, so it isn’t' : 'them, so they aren’t'} on the page of step 1. Run in PowerShell with the MicrosoftTeams and Microsoft Graph modules:`,
        ),
        codeBlock(
          'powershell',
          connectTeams(model.cloud),
          ...applications.flatMap(packageOf),
          '',
          connectGraph(model, 'TeamsAppInstallation.ReadWriteAndConsentForTeam', 'AppCatalog.Read.All'),
          ...applications.flatMap((application) => installation(model, application)),
        ),
        warning(
          paragraph(
            'Grants in Entra and Teams are additive. If a permission for all channels, such as ',
            code('ChannelMessage.Read.All'),
            ', is also granted in Entra, the application can read every team.',
          ),
        ),
        paragraph('Calls for channels of other teams return 403.'),
      ],
      verify: [
        'It doesn’t show grants of teams. To list those of a team, run ',
        code('Get-MgGroupPermissionGrant -GroupId TEAM-ID'),
        ' in Microsoft Graph PowerShell; ',
        code('graphveil consent verify'),
        ' does it for the groups that callers are limited to.',
      ],
      undo: [
        paragraph(
          'Teams stay open until the app is removed from them, or from your organization’s catalog (role: ',
          teamsAdministrator,
          '), which ends all of its grants. Run for each application: ',
          ...joined(
            applications.map(({ clientId }) => [
              code(`Get-TeamsApp -ExternalId ${clientId} | ForEach-Object { Remove-TeamsApp -Id $_.Id }`),
            ]),
          ),
          ' in PowerShell.',
        ),
      ],
    },
  ];
};

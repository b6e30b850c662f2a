import { learnLinks } from '../../links.ts';
import { code, codeBlock, joined, link, paragraph } from '../../render/blocks.ts';
import { powershellQuoted } from '../../render/quoting.ts';
import type { ConsentApplication, ConsentModel } from '../consent-model.ts';
import type { Step, StepContext } from './step.ts';

/** Names of an application's permissions that need a grant of each site. */
export const perSiteNames = ({ connectors }: Pick<ConsentApplication, 'connectors'>): readonly string[] => [
  ...new Set(
    connectors.flatMap(({ permissions }) => permissions.flatMap(({ name, perSite }) => (perSite === true ? name : []))),
  ),
];

const sharePointAdministrator = link('SharePoint Administrator', learnLinks.sharePointAdministrator);

const connect = ({ cloud, tenantId }: ConsentModel): string =>
  `Connect-MgGraph -TenantId ${powershellQuoted(tenantId)}${cloud.names === undefined ? '' : ` -Environment ${cloud.names.graphPowerShell}`} -Scopes 'Sites.FullControl.All'`;

const grants = ({ displayName, clientId }: ConsentApplication): readonly string[] => [
  '',
  `# ${displayName}`,
  'foreach ($address in $sites) {',
  '  $site = Get-MgSite -SiteId $address',
  '  New-MgSitePermission -SiteId $site.Id -BodyParameter @{',
  "    roles = @('read')",
  `    grantedToIdentities = @(@{ application = @{ id = ${powershellQuoted(clientId)}; displayName = ${powershellQuoted(displayName)} } })`,
  '  }',
  '  # Shows which applications may read the site:',
  '  Get-MgSitePermission -SiteId $site.Id | ForEach-Object { $_.GrantedToIdentities.Application }',
  '}',
];

/** The step if an application may read only the sites that are opened to it. */
export const selectedSitesStep = ({ model, applications: all }: StepContext): readonly Step[] => {
  const applications = all.filter((application) => perSiteNames(application).length > 0);
  if (applications.length === 0) return [];
  const names = [...new Set(applications.flatMap(perSiteNames))];
  return [
    {
      title: 'Open SharePoint sites',
      role: sharePointAdministrator,
      blocks: [
        paragraph(
          ...joined(names.map((name) => [code(name)])),
          ' opens no site by itself. An administrator opens each site (',
          link('selected permissions', learnLinks.selectedPermissions),
          '), which no portal can do. Run in Microsoft Graph PowerShell:',
        ),
        codeBlock(
          'powershell',
          connect(model),
          '',
          '# The sites to open: host name, colon, path.',
          "$sites = @('YOUR-TENANT.sharepoint.com:/sites/SITE-NAME')",
          ...applications.flatMap(grants),
        ),
        paragraph(
          'With this permission, Graph lists no sites. Calls for a site, its lists, libraries and files work; a tool needs the pseudonyms of sites from replies of before, or of another connector of the deployment.',
        ),
      ],
      verify: [
        'It doesn’t show the opened sites, and Microsoft lists them only site by site, so that ',
        code('graphveil consent verify'),
        ' can’t check them. Run ',
        code('Get-MgSitePermission -SiteId SITE-ID'),
        ' in Microsoft Graph PowerShell for each site.',
      ],
      undo: [
        paragraph(
          'Sites stay open until their grants are removed in Microsoft Graph PowerShell (role: ',
          sharePointAdministrator,
          '): ',
          code('Remove-MgSitePermission -SiteId SITE-ID -PermissionId ID'),
          ', with the ID that ',
          code('Get-MgSitePermission'),
          ' shows.',
        ),
      ],
    },
  ];
};

import { learnLinks, portalLinks } from '../../links.ts';
import {
  type Block,
  code,
  codeBlock,
  details,
  heading,
  type Inline,
  link,
  list,
  paragraph,
  steps,
  strong,
  table,
} from '../../render/blocks.ts';
import { powershellQuoted } from '../../render/quoting.ts';
import type { ConsentApplication, ConsentModel, ConsentScope } from '../consent-model.ts';
import { connectGraph } from '../steps/grant.ts';
import type { Step } from '../steps/step.ts';

type Pages = ReturnType<typeof portalLinks>;

const linksOf = (model: ConsentModel, { clientId, servicePrincipalObjectId }: ConsentApplication): Pages =>
  portalLinks(model.cloud, model.tenantId, clientId, servicePrincipalObjectId);

/** A link to a page of the application; if there are several, the page's name as in their table. */
const pageOf = ({ model, applications }: ConsentScope, text: string, name: string, page: keyof Pages): Inline => {
  const [only] = applications;
  return only !== undefined && applications.length === 1 ? link(text, linksOf(model, only)[page]) : strong(name);
};

const pagesOfSeveral = ({ model, applications }: ConsentScope): readonly Block[] =>
  applications.length === 1
    ? []
    : [
        table(
          ['Application', 'Pages'],
          applications.map((application) => {
            const links = linksOf(model, application);
            return [
              [application.displayName],
              [
                link('Permissions', links.granted),
                ', ',
                link('Properties', links.properties),
                ', ',
                link('Certificates & secrets', links.credentials),
              ],
            ];
          }),
        ),
      ];

const verifyScript = ({ model, applications }: ConsentScope): readonly string[] => [
  ...connectGraph(model, 'Application.Read.All'),
  ...applications.flatMap(({ displayName, objectId, servicePrincipalObjectId }) => [
    '',
    `# ${displayName}: permissions of Microsoft Graph`,
    `Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId ${powershellQuoted(servicePrincipalObjectId)} |`,
    '  ForEach-Object { ($graph.AppRoles | Where-Object Id -eq $_.AppRoleId).Value }',
    '# Passwords and certificates: both must be empty, of the registration and of the enterprise application.',
    `Get-MgApplication -ApplicationId ${powershellQuoted(objectId)} |`,
    '  Select-Object PasswordCredentials, KeyCredentials',
    `Get-MgServicePrincipal -ServicePrincipalId ${powershellQuoted(servicePrincipalObjectId)} |`,
    '  Select-Object PasswordCredentials, KeyCredentials',
  ]),
];

/** Explains how to check that the consent matches this document. @param works what shows that the consent is enough */
export const verifyPart = (
  scope: ConsentScope,
  done: readonly Step[],
  works = 'at the next call that the connector works',
): readonly Block[] => [
  heading('Verify'),
  paragraph('In the portal, with any role that can read applications:'),
  ...pagesOfSeveral(scope),
  steps(
    [
      pageOf(scope, 'Permissions of the enterprise application', 'Permissions', 'granted'),
      ' lists, under ',
      strong('Admin consent'),
      ', exactly the permissions of step 1.',
      ...done.flatMap(({ verify }) => (verify === undefined ? [] : [' ', ...verify])),
    ],
    [
      pageOf(scope, 'Certificates & secrets', 'Certificates & secrets', 'credentials'),
      ' shows 0 client secrets and 0 certificates.',
    ],
  ),
  details('Instead of the portal: with Microsoft Graph PowerShell', codeBlock('powershell', ...verifyScript(scope))),
  paragraph(
    'The person who sent you this document can compare the whole tenant’s side with the deployment (',
    code('graphveil consent verify'),
    `) and sees ${works}.`,
  ),
];

const role = (name: string, url: string): readonly Inline[] => [' (role: ', link(name, url), ')'];

const administrator = role('Cloud Application Administrator', learnLinks.cloudApplicationAdministrator);

/** Explains how to revoke the consent. */
export const revokePart = (scope: ConsentScope, done: readonly Step[]): readonly Block[] => {
  const { model, applications } = scope;
  const [first] = applications;
  return [
    heading('Revoke'),
    paragraph('Each of these actions removes access. Tokens that were already issued expire after about an hour.'),
    list(
      [
        'One permission: on ',
        pageOf(scope, 'the enterprise application’s permissions', 'Permissions', 'granted'),
        ', select the permission’s … menu and ',
        strong('Revoke permission'),
        ...role('Privileged Role Administrator', learnLinks.privilegedRoleAdministrator),
        '.',
      ],
      [
        'All permissions, temporarily: on ',
        pageOf(scope, 'its properties', 'Properties', 'properties'),
        ', set ',
        strong('Enabled for users to sign-in?'),
        ' to No',
        ...administrator,
        '. No deployment turns it on again.',
      ],
      [
        'All permissions, permanently: delete the application under ',
        link('App registrations', first === undefined ? model.cloud.entraPortal : linksOf(model, first).registrations),
        ' (role: its owner, or ',
        link('Cloud Application Administrator', learnLinks.cloudApplicationAdministrator),
        ').',
      ],
    ),
    ...done.flatMap(({ undo }) => undo ?? []),
    paragraph('Tell the person who sent you this document, so that they can update the deployment.'),
  ];
};

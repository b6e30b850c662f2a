import { azureSignInCommands } from '../../config/index.ts';
import { learnLinks, portalLinks } from '../links.ts';
import {
  code,
  codeBlock,
  contents,
  type DocumentText,
  facts,
  heading,
  link,
  list,
  paragraph,
  steps,
  strong,
  table,
} from '../render/blocks.ts';
import { shellQuoted } from '../render/quoting.ts';
import { requestFacts } from '../request-facts.ts';
import type { RequestModel } from './request-model.ts';

const ownerPlaceholder = 'OWNER-OBJECT-ID';

/** The line of an application in the settings. */
const line = (connector: string | undefined, objectId: string, principalId: string): string =>
  `${connector === undefined ? 'sharedApplication' : `  ${connector}`}: { objectId: ${objectId}, servicePrincipalObjectId: ${principalId} }`;

const shellCommands = ({ tenantId, cloud, owner, applications }: RequestModel): readonly string[] => [
  ...azureSignInCommands(tenantId, cloud),
  `owner=${shellQuoted(owner ?? ownerPlaceholder)}`,
  '',
  ...applications.flatMap(({ displayName, connector }) => [
    `app=$(az ad app create --display-name ${shellQuoted(displayName)} \\`,
    '  --sign-in-audience AzureADMyOrg --query appId --output tsv)',
    'principal=$(az ad sp create --id "$app" --query id --output tsv)',
    'az ad app owner add --id "$app" --owner-object-id "$owner"',
    `az rest --method post --resource ${cloud.graph} \\`,
    `  --url "${cloud.graph}/v1.0/servicePrincipals/$principal/owners/\\$ref" \\`,
    `  --body "{\\"@odata.id\\":\\"${cloud.graph}/v1.0/directoryObjects/$owner\\"}"`,
    'object=$(az ad app show --id "$app" --query id --output tsv)',
    `echo "${line(connector, '$object', '$principal')}"`,
    '',
  ]),
];

const sentBack = ({ applications }: RequestModel): readonly string[] => [
  ...(applications.some(({ connector }) => connector === undefined) ? [] : ['applications:']),
  ...applications.map(({ connector }) => line(connector, 'OBJECT-ID', 'ENTERPRISE-OBJECT-ID')),
];

/** The request to a colleague with a role in Entra to create empty applications before the first deployment. */
export const requestDocument = (model: RequestModel): DocumentText => {
  const { applications, cloud, tenantId } = model;
  const count = applications.length === 1 ? 'an application' : `${applications.length} applications`;
  const owner = model.owner === undefined ? [code(ownerPlaceholder)] : [code(model.owner)];
  return {
    title: `Please create ${count} in Microsoft Entra ID`,
    subtitle: `For a colleague who can register applications. Deployment: Graphveil, environment ${model.environment}.`,
    blocks: [
      facts(
        ['Request', [`Register ${count} without permissions and secrets, and make a colleague the owner`]],
        ...requestFacts(model.request),
        ['Tenant', [code(tenantId)]],
        [
          'Required role',
          [
            'Application Developer, or ',
            link('Cloud Application Administrator', learnLinks.cloudApplicationAdministrator),
            '; none if the tenant lets users register applications',
          ],
        ],
        ['Time', ['about 3 minutes each']],
        ['Send back', [applications.length === 1 ? 'its two object IDs' : 'the two object IDs of each']],
      ),
      contents,
      heading('In the portal'),
      paragraph('For each application:'),
      steps(
        [
          'Open ',
          link('App registrations', portalLinks(cloud, tenantId, '', '').registrations),
          ' and choose ',
          strong('New registration'),
          '.',
        ],
        [
          'Enter the name from the table. Supported account types: ',
          strong('this organizational directory only'),
          '. Leave the redirect URI empty. Choose ',
          strong('Register'),
          '.',
        ],
        ['Under ', strong('Owners'), ', add the colleague (object ID ', ...owner, ').'],
        [
          'Open the application’s ',
          strong('managed application in local directory'),
          ', and add the same owner there.',
        ],
        [
          'Copy two object IDs: that of the registration (',
          code('OBJECT-ID'),
          ' below; not the application ID), and that of the managed application (',
          code('ENTERPRISE-OBJECT-ID'),
          ').',
        ],
      ),
      paragraph('Don’t add permissions, secrets, certificates or redirect URIs.'),
      heading('Applications'),
      table(
        ['Name', 'Connector'],
        applications.map(({ displayName, connector }) => [[displayName], [connector ?? 'all connectors']]),
      ),
      heading('Or with the Azure CLI'),
      ...(model.owner === undefined
        ? [
            paragraph(
              'Replace ',
              code(ownerPlaceholder),
              ' with the object ID of the person who sent you this document. They can print it with ',
              code('az ad signed-in-user show --query id --output tsv'),
              '.',
            ),
          ]
        : []),
      codeBlock('sh', ...shellCommands(model)),
      heading('Send back'),
      paragraph('Send the object IDs as lines for the settings file. The commands print these lines:'),
      codeBlock('yaml', ...sentBack(model)),
      heading('Purpose'),
      paragraph(
        'Graphveil reads Microsoft 365 data through these applications and passes on only the data that its rules name. The ',
        'colleague who deploys it has no role in Entra. As an owner, they can configure each application: the permissions that ',
        'it requests, and the AWS role that can sign in. An administrator still decides on every permission afterward, with a ',
        'separate document.',
      ),
      heading('For the person who deploys'),
      list(
        ['Add these lines to ', code('graphveil.yaml'), ', with the object IDs that you received.'],
        [
          'The next ',
          code('npm run plan'),
          ' shows each application as ',
          code('will be imported'),
          '. Terraform doesn’t create them again, and keeps the names and notes that your colleague wrote.',
        ],
      ),
    ],
    footer: `Written by Graphveil for environment ${model.environment}. This document contains no secrets.`,
  };
};

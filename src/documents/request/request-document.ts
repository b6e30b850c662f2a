import { azureSignInCommands } from '../../config/index.ts';
import { learnLinks, portalLinks } from '../links.ts';
import {
  code,
  codeBlock,
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
import type { RequestModel } from './request-model.ts';

const ownerPlaceholder = 'OWNER-OBJECT-ID';

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
    `echo ${shellQuoted(`${connector ?? 'sharedApplication'}: object id`)} "$(az ad app show --id "$app" --query id --output tsv)"`,
    '',
  ]),
];

const sentBack = ({ applications }: RequestModel): readonly string[] =>
  applications.some(({ connector }) => connector === undefined)
    ? ['sharedApplication: { objectId: OBJECT-ID }']
    : ['applications:', ...applications.map(({ connector }) => `  ${connector}: { objectId: OBJECT-ID }`)];

/** The request to a colleague with a role in Entra to create empty applications before the first deployment. */
export const requestDocument = (model: RequestModel): DocumentText => {
  const { applications, cloud, tenantId } = model;
  const count = applications.length === 1 ? 'an application' : `${applications.length} applications`;
  const owner = model.owner === undefined ? [code(ownerPlaceholder)] : [code(model.owner)];
  return {
    title: `Please create ${count} in Microsoft Entra ID`,
    subtitle: `For a colleague who may register applications. Deployment: Graphveil, environment ${model.environment}.`,
    blocks: [
      facts(
        [
          'You are asked to',
          [`register ${count} without permissions and without secrets, and to make a colleague the owner`],
        ],
        ['In the tenant', [code(tenantId), `, ${cloud.title}`]],
        [
          'You need the role',
          [
            'Application Developer, or ',
            link('Cloud Application Administrator', learnLinks.cloudApplicationAdministrator),
            '; none where users may register applications',
          ],
        ],
        ['It takes', ['about 3 minutes each']],
        ['Send back', [applications.length === 1 ? 'its object id' : 'the object id of each']],
      ),
      heading('Why'),
      paragraph(
        'Graphveil reads Microsoft 365 data through these applications and passes on only what its rules name. Who deploys it ',
        'has no role in Entra. As an owner they can fill in what each application needs (permissions to ask for, and which ',
        'AWS role may sign in); an administrator still decides about every permission afterwards, with a document of its own.',
      ),
      heading('Which'),
      table(
        ['Name', 'For', 'Terraform will take it over as'],
        applications.map(({ displayName, connector, address }) => [
          [displayName],
          [connector ?? 'all connectors'],
          [code(address)],
        ]),
      ),
      heading('In the portal'),
      paragraph('For each of them:'),
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
          '. Leave the redirect address empty. Choose ',
          strong('Register'),
          '.',
        ],
        ['Under ', strong('Owners'), ', add the colleague (object id ', ...owner, ').'],
        [
          'Open the application’s ',
          strong('managed application in local directory'),
          ', and add the same owner there, too.',
        ],
        [
          'Copy the ',
          strong('object id'),
          ' of the registration (not the application id, not that of the managed application).',
        ],
      ),
      paragraph('Add no permission, no secret, no certificate and no reply address.'),
      heading('Or with the Azure CLI'),
      ...(model.owner === undefined
        ? [
            paragraph(
              'Whoever sent you this finds their object id with ',
              code('az ad signed-in-user show --query id --output tsv'),
              '; put it in place of ',
              code(ownerPlaceholder),
              '.',
            ),
          ]
        : []),
      codeBlock('sh', ...shellCommands(model)),
      heading('What to send back'),
      paragraph('The object ids, as lines for the settings file:'),
      codeBlock('yaml', ...sentBack(model)),
      heading('For whoever deploys'),
      list(
        ['Put these lines into ', code('graphveil.yaml'), ', with the object ids you were sent.'],
        [
          'The next ',
          code('npm run plan'),
          ' shows each as ',
          code('will be imported'),
          '. Nothing is created a second time; name and notes stay as your colleague wrote them.',
        ],
      ),
    ],
    footer: `Written by Graphveil ${model.version} for environment ${model.environment}. This document holds no secret.`,
  };
};

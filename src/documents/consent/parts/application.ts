import { functionRoleName, roleArn } from '../../../config/index.ts';
import { learnLinks } from '../../links.ts';
import {
  type Block,
  code,
  codeBlock,
  facts,
  heading,
  link,
  list,
  paragraph,
  strong,
  type Text,
  table,
} from '../../render/blocks.ts';
import type { ConsentApplication, ConsentModel, ConsentScope } from '../consent-model.ts';

const idsOf = (applications: readonly ConsentApplication[]): Block => {
  const [only] = applications;
  if (only !== undefined && applications.length === 1)
    return facts(
      ['Application', [only.displayName]],
      ['Application (client) ID', [code(only.clientId)]],
      ['Object ID', [code(only.objectId)]],
      ['Enterprise application', [code(only.servicePrincipalObjectId)]],
    );
  return table(
    ['Application', 'Application (client) ID', 'Object ID', 'Enterprise application'],
    applications.map(({ displayName, clientId, objectId, servicePrincipalObjectId }) => [
      [displayName],
      [code(clientId)],
      [code(objectId)],
      [code(servicePrincipalObjectId)],
    ]),
  );
};

const roleOf = (model: ConsentModel, { name, title }: { readonly name: string; readonly title: string }): Text => [
  `${title}: `,
  code(roleArn(model.aws, functionRoleName(model.environment, name))),
];

/** Credentials of an earlier system that used the application. */
const formerCredentials = ({ cloud }: ConsentModel, given: readonly ConsentApplication[]): readonly Block[] =>
  given.length === 0
    ? []
    : [
        paragraph(
          'If an earlier system used ',
          given.length === 1 ? 'this application' : 'one of these applications',
          ', its certificates and secrets stay valid until an owner removes them: whoever has one can sign in with the ',
          'permissions above. Remove secrets under ',
          strong('Certificates & secrets'),
          ', and all certificates at once, because Microsoft Graph rejects a list in which an expired one remains (',
          code('KeyCredentialsInvalidEndDate'),
          '):',
        ),
        codeBlock(
          'sh',
          ...given.flatMap(({ objectId }) => [
            `az rest --method patch --resource ${cloud.graph} \\`,
            `  --url ${cloud.graph}/v1.0/applications/${objectId} --body '{"keyCredentials":[]}'`,
          ]),
        ),
      ];

/** The applications' ids, and their sign-in method. */
export const applicationPart = ({ model, applications }: ConsentScope): readonly Block[] => [
  heading(applications.length === 1 ? 'The application' : 'The applications'),
  idsOf(applications),
  paragraph(
    'The deployment creates no password and no certificate, so there is none to steal, lose or renew. ',
    `${applications.length === 1 ? 'The application signs' : 'Each application signs'} in with `,
    link('a federated credential', learnLinks.federation),
    ' from ',
    code(model.tokenIssuer),
    ', and only as these AWS roles:',
  ),
  list(...applications.flatMap(({ connectors }) => connectors.map((connector) => roleOf(model, connector)))),
  paragraph(
    'The person who deployed this needs no Entra role any more, so take back one that you assigned for the first deployment. ',
    'As an owner, they can still change the permissions that are requested, which grants nothing, and the AWS roles that sign ',
    'in, which the verification shows. Only a connector that is added later needs another application.',
  ),
  ...formerCredentials(
    model,
    applications.filter(({ given }) => given),
  ),
];

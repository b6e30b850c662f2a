import { functionRoleName, roleArn } from '../../../config/index.ts';
import { learnLinks } from '../../links.ts';
import { type Block, code, facts, heading, link, list, paragraph, type Text, table } from '../../render/blocks.ts';
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
];

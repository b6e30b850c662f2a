import { functionRoleName, roleArn } from '../../../config/index.ts';
import { learnLinks, portalLinks } from '../../links.ts';
import { availabilityWords, type ConsentConnector } from '../../model.ts';
import { type Block, code, facts, heading, link, list, paragraph, strong, warning } from '../../render/blocks.ts';
import type { ConsentApplication, ConsentModel } from '../consent-model.ts';

/** An introduction for readers who don't know Graphveil. */
export const whatThisIs = (): readonly Block[] => [
  heading('What this is'),
  paragraph(
    'Graphveil stands between your Microsoft 365 tenant and a tool that analyzes it. The tool never talks to Microsoft: it ',
    'asks Graphveil, which asks Microsoft Graph, removes everything that its rules do not name, replaces people by ',
    'pseudonyms, and passes on what is left. It only reads. Nothing is stored on the way.',
  ),
  paragraph(
    'Microsoft has no permission that is as narrow as those rules. So you grant permissions that could read more than ever ',
    'leaves; below stands, for each, what the rules still drop.',
  ),
];

/** The deployed connectors and their availability. */
export const connectorsPart = (connectors: readonly ConsentConnector[]): readonly Block[] =>
  connectors.flatMap(({ title, name, source, summary, availability, variants, extras, acceptUnproven }) => [
    paragraph(
      strong(title),
      name === source ? '' : ` (${name})`,
      ` (${availabilityWords[availability]}): ${summary}`,
      variants.length === 0 ? '' : ` Variants in use: ${variants.join(', ')}.`,
      extras.length === 0 ? '' : ` Extras in use: ${extras.join(', ')}.`,
    ),
    ...(acceptUnproven === undefined
      ? []
      : [
          warning(
            paragraph(
              `The rules of ${title} are not the built-in ones, and `,
              code('graphveil prove'),
              ' does not pass them: no list says what they drop. The reason given for using them: ',
              strong(acceptUnproven),
            ),
          ),
        ]),
  ]);

/** The application's ids, and its sign-in method. */
export const applicationPart = (model: ConsentModel, application: ConsentApplication): readonly Block[] => {
  const { clientId, objectId, servicePrincipalObjectId, connectors } = application;
  const links = portalLinks(model.cloud, model.tenantId, clientId, servicePrincipalObjectId);
  return [
    facts(
      ['Application', [application.displayName]],
      ['Application (client) id', [code(clientId)]],
      ['Object id', [code(objectId)]],
      ['Enterprise application', [code(servicePrincipalObjectId)]],
      ['Tenant', [code(model.tenantId), `, ${model.cloud.title}`]],
      ['Signs in with', [link('a federated credential', learnLinks.federation), ', from ', code(model.tokenIssuer)]],
    ),
    paragraph(
      'There is no password and no certificate, here or anywhere: nothing can be stolen, forgotten or renewed. ',
    ),
    list(
      ...connectors.map(({ name, title }) => [
        `${title} signs in as the AWS role `,
        code(roleArn(model.aws, functionRoleName(model.environment, name))),
        ' and as nothing else.',
      ]),
      [
        link('Certificates & secrets', links.credentials),
        ' must show no client secret, no certificate, and one federated credential for each role above.',
      ],
    ),
  ];
};

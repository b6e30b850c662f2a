import { functionRoleName, roleArn } from '../../../config/index.ts';
import { learnLinks, portalLinks } from '../../links.ts';
import { availabilityWords, type ConsentConnector } from '../../model.ts';
import { type Block, code, facts, heading, link, list, paragraph, strong, warning } from '../../render/blocks.ts';
import type { ConsentApplication, ConsentModel } from '../consent-model.ts';

/** An introduction for readers who don't know Graphveil. */
export const whatThisIs = (): readonly Block[] => [
  heading('About Graphveil'),
  paragraph(
    'Graphveil is a privacy proxy between your Microsoft 365 tenant and a tool that analyzes its data. The tool never calls ',
    'Microsoft. It calls Graphveil, which reads from Microsoft Graph, removes all data that its rules don’t name, replaces ',
    'people with pseudonyms, and passes on the rest. Graphveil only reads, and it stores none of the data.',
  ),
  paragraph(
    'Microsoft has no permissions that are as narrow as these rules. The permissions that you grant therefore allow Graphveil to read ',
    'more than it passes on. For each permission, this document lists the data that the rules drop.',
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
              `The rules of ${title} aren’t the built-in ones, and `,
              code('graphveil prove'),
              ' doesn’t pass for them, so there is no list of the data that they drop. The reason given for using them: ',
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
      ['Application (client) ID', [code(clientId)]],
      ['Object ID', [code(objectId)]],
      ['Enterprise application', [code(servicePrincipalObjectId)]],
      ['Tenant', [code(model.tenantId), `, ${model.cloud.title}`]],
      ['Signs in with', [link('a federated credential', learnLinks.federation), ', from ', code(model.tokenIssuer)]],
    ),
    paragraph('The application has no password and no certificate, so there is nothing to steal, lose or renew. '),
    list(
      ...connectors.map(({ name, title }) => [
        `${title} signs in only as the AWS role `,
        code(roleArn(model.aws, functionRoleName(model.environment, name))),
        '.',
      ]),
      [
        link('Certificates & secrets', links.credentials),
        ' must show no client secrets, no certificates, and one federated credential for each role above.',
      ],
    ),
  ];
};

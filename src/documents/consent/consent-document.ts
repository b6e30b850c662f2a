import { portalLinks } from '../links.ts';
import type { ConsentConnector } from '../model.ts';
import {
  type Block,
  type DocumentText,
  facts,
  heading,
  joined,
  link,
  paragraph,
  strong,
  subheading,
  table,
} from '../render/blocks.ts';
import type { ConsentApplication, ConsentModel } from './consent-model.ts';
import { permissionsPart } from './parts/permissions.ts';
import { revokePart, verifyPart } from './parts/verify-and-revoke.ts';
import { applicationPart, connectorsPart, whatThisIs } from './parts/what-this-is.ts';
import { stepsOf } from './steps/index.ts';
import type { Step } from './steps/step.ts';

const footer = (model: ConsentModel): string =>
  `Written by Graphveil for environment ${model.environment}. This document contains no secrets; its IDs are ` +
  'useless to anyone without a role in the tenant.';

const stepBlocks = (steps: readonly Step[]): readonly Block[] =>
  steps.flatMap(({ title, role, optional, blocks }, index) => [
    subheading(`${optional ? 'Optional' : `Step ${index + 1}`}: ${title}`),
    paragraph('Least privileged role: ', role, '.'),
    ...blocks,
  ]);

const due = (steps: readonly Step[]): readonly Step[] => steps.filter(({ optional }) => !optional);

const atAGlance = (model: ConsentModel, application: ConsentApplication, steps: readonly Step[]): readonly Block[] => {
  const needed = due(steps);
  const links = portalLinks(model.cloud, model.tenantId, application.clientId, application.servicePrincipalObjectId);
  return [
    facts(
      ['Request', [`Let the application “${application.displayName}” read Microsoft 365 data of your tenant`]],
      ['Tenant', [model.tenantId]],
      ['Required role', joined(needed.map(({ role }) => [role]))],
      ['Time', [needed.length === 1 ? 'about 2 minutes' : `${needed.length} steps of a few minutes each`]],
      ['Start at', [link('API permissions of the application', links.grant)]],
    ),
  ];
};

const oneApplication = (
  model: ConsentModel,
  application: ConsentApplication,
  connectors: readonly ConsentConnector[],
): readonly Block[] => {
  const steps = stepsOf({ model, application, connectors: application.connectors });
  return [
    ...atAGlance(model, application, steps),
    ...whatThisIs(),
    ...connectorsPart(connectors),
    heading('The application'),
    ...applicationPart(model, application),
    ...permissionsPart(connectors),
    heading('Steps'),
    ...stepBlocks(steps),
    ...verifyPart(model, application, due(steps)),
    ...revokePart(model, application, due(steps)),
  ];
};

const others = (application: ConsentApplication, connector: ConsentConnector): readonly Block[] => {
  const shared = application.connectors.filter(({ name }) => name !== connector.name);
  if (shared.length === 0) return [];
  return [
    paragraph(
      strong('One application serves several connectors.'),
      ` The grant covers this one and ${shared.map(({ title }) => title).join(', ')}; the combined document lists all of them.`,
    ),
  ];
};

/** The document that an administrator follows for one connector. Undefined if no application serves it. */
export const consentDocument = (model: ConsentModel, connector: string): DocumentText | undefined => {
  for (const application of model.applications) {
    const found = application.connectors.find(({ name }) => name === connector);
    if (found === undefined) continue;
    return {
      title: `Consent for ${found.title}`,
      subtitle: `For an administrator of Microsoft Entra ID. Deployment: Graphveil, environment ${model.environment}.`,
      blocks: [...others(application, found), ...oneApplication(model, application, [found])],
      footer: footer(model),
    };
  }
  return undefined;
};

/** One document for all consents of a deployment. */
export const combinedConsentDocument = (model: ConsentModel): DocumentText => {
  const { applications } = model;
  const [only] = applications;
  const title = `Consent for Graphveil, environment ${model.environment}`;
  const subtitle = 'For an administrator of Microsoft Entra ID.';
  if (only !== undefined && applications.length === 1)
    return { title, subtitle, blocks: oneApplication(model, only, only.connectors), footer: footer(model) };
  return {
    title,
    subtitle: `${subtitle} Each of the ${applications.length} applications is granted separately.`,
    blocks: [
      table(
        ['Application', 'Connector', 'Start at'],
        applications.map((application) => [
          [application.displayName],
          [application.connectors.map(({ title: name }) => name).join(', ')],
          [
            link(
              'API permissions',
              portalLinks(model.cloud, model.tenantId, application.clientId, application.servicePrincipalObjectId)
                .grant,
            ),
          ],
        ]),
      ),
      ...whatThisIs(),
      ...applications.flatMap((application) => applicationSection(model, application)),
    ],
    footer: footer(model),
  };
};

const applicationSection = (model: ConsentModel, application: ConsentApplication): readonly Block[] => {
  const { connectors } = application;
  const steps = stepsOf({ model, application, connectors });
  const deeper = (blocks: readonly Block[]): readonly Block[] =>
    blocks.map((part) => (part.kind === 'heading' && part.level === 2 ? { ...part, level: 3 } : part));
  return [
    heading(application.displayName),
    ...connectorsPart(connectors),
    ...applicationPart(model, application),
    ...deeper(permissionsPart(connectors)),
    ...stepBlocks(steps),
    ...deeper(verifyPart(model, application, due(steps))),
    ...deeper(revokePart(model, application, due(steps))),
  ];
};

import type { ConsentConnector } from '../model.ts';
import { toolsForAdministrators } from '../registered-tools.ts';
import { type Block, contents, type DocumentText, heading, paragraph, strong } from '../render/blocks.ts';
import type { ConsentApplication, ConsentModel, ConsentScope } from './consent-model.ts';
import { applicationPart } from './parts/application.ts';
import { genuinePart } from './parts/genuine.ts';
import { leavesPart } from './parts/leaves.ts';
import { lessAccessPart } from './parts/less-access.ts';
import { reasonsPart } from './parts/reasons.ts';
import { requestPart } from './parts/request.ts';
import { revokePart, verifyPart } from './parts/verify-and-revoke.ts';
import { whoseDataPart } from './parts/whose-data.ts';
import { footer, stepBlocks } from './shared-blocks.ts';
import { stepsOf } from './steps/index.ts';

/** The parts of a document, in the order in which an administrator needs them. */
const partsOf = (scope: ConsentScope): readonly Block[] => {
  const steps = stepsOf(scope);
  return [
    ...requestPart(scope, steps),
    contents,
    heading('Steps'),
    ...stepBlocks(steps),
    ...genuinePart(scope),
    ...reasonsPart(scope),
    ...whoseDataPart(scope),
    ...toolsForAdministrators(scope.model.tools),
    ...lessAccessPart(scope),
    ...verifyPart(scope, steps),
    ...revokePart(scope, steps),
    ...applicationPart(scope),
    ...leavesPart(scope),
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
      blocks: [...others(application, found), ...partsOf({ model, applications: [application], connectors: [found] })],
      footer: footer(model),
    };
  }
  return undefined;
};

/** One document for all consents of a deployment. */
export const combinedConsentDocument = (model: ConsentModel): DocumentText => {
  const { applications } = model;
  return {
    title: `Consent for Graphveil, environment ${model.environment}`,
    subtitle: `For an administrator of Microsoft Entra ID.${applications.length === 1 ? '' : ` Each of the ${applications.length} applications is granted separately.`}`,
    blocks: partsOf({ model, applications, connectors: applications.flatMap(({ connectors }) => connectors) }),
    footer: footer(model),
  };
};

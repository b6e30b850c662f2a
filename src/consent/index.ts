/** What administrators and callers are told, as pure functions: model in, Markdown, HTML or JSON out. */
export { type CallableConnector, type ClientModel, clientData, clientDocument } from './client-document.ts';
export { consentData } from './consent-data.ts';
export { combinedConsentDocument, consentDocument } from './consent-document.ts';
export type { DocumentText } from './document/blocks.ts';
export { toHtml } from './document/to-html.ts';
export { toMarkdown } from './document/to-markdown.ts';
export type {
  ConsentApplication,
  ConsentConnector,
  ConsentModel,
  EndpointDispositions,
  NeededPermission,
  SourceFacts,
} from './model.ts';
export {
  applicationDisplayName,
  type ConnectorChoice,
  consentConnector,
  expectedRoles,
  neededPermissions,
} from './needed-permissions.ts';
export { type RequestedApplication, type RequestModel, requestDocument } from './request-document.ts';
export { administratorSteps } from './steps/index.ts';

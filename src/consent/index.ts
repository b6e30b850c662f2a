/** What administrators and callers are told, as pure functions: model in, Markdown, HTML or JSON out. */
export {
  type ApplicationIds,
  buildClientModel,
  buildConsentModel,
  buildRequestModel,
  consentConnectors,
  type Described,
  sharedAddress,
} from './build-model.ts';
export { readyCalls } from './client-document.ts';
export type { ClientModel } from './client-model.ts';
export type { DocumentText } from './document/blocks.ts';
export { toHtml } from './document/to-html.ts';
export { toMarkdown } from './document/to-markdown.ts';
export { callerFiles, consentFiles, type DocumentFile } from './files.ts';
export type { AnswerDispositions, ConsentConnector, ConsentModel, NeededPermission, SourceFacts } from './model.ts';
export { applicationDisplayName, consentConnector, expectedRoles, neededPermissions } from './needed-permissions.ts';
export { compareDocuments } from './report/compare-documents.ts';
export type {
  DroppedClass,
  ReportAnswer,
  ReportDeployment,
  ReportExample,
  ReportModel,
  ReportRow,
  ReportSource,
  TechniqueName,
} from './report/model.ts';
export { reportDocument } from './report/report-document.ts';
export { requestDocument } from './request-document.ts';

/** What administrators and callers are told, as pure functions: model in, Markdown, HTML or JSON out. */
export {
  type ApplicationIds,
  applicationDisplayName,
  buildClientModel,
  buildConsentModel,
  buildRequestModel,
  type Described,
  sharedAddress,
} from './build-model.ts';
export { readyCalls } from './caller/client-document.ts';
export type { ClientModel } from './caller/client-model.ts';
export { consentConnector, provenConnector } from './consent-connector.ts';
export { callerFiles, consentFiles, type DocumentFile } from './files.ts';
export type { ConsentConnector, ConsentModel, SourceFacts } from './model.ts';
export { compareDocuments } from './privacy-report/compare-documents.ts';
export type {
  DroppedClass,
  ReportAnswer,
  ReportDeployment,
  ReportExample,
  ReportModel,
  ReportRow,
  ReportSource,
  TechniqueName,
} from './privacy-report/model.ts';
export { reportDocument } from './privacy-report/report-document.ts';
export type { DocumentText } from './render/blocks.ts';
export { toHtml } from './render/to-html.ts';
export { toMarkdown } from './render/to-markdown.ts';
export { requestDocument } from './request/request-document.ts';

/** Documents for administrators, callers, colleagues and privacy officers: model in, Markdown, HTML or JSON out. */
export { callerFiles, readyCalls } from './caller/caller-document.ts';
export { buildCallerModel, type CallerModel } from './caller/caller-model.ts';
export { consentConnector, provenConnector } from './consent/consent-connector.ts';
export { consentFiles } from './consent/consent-files.ts';
export { type ApplicationIds, buildConsentModel, type ConsentModel, type ConsoleIds } from './consent/consent-model.ts';
export { perSiteNames } from './consent/steps/selected-sites.ts';
export { groupsOfCallers, perTeamNames } from './consent/steps/team-app.ts';
export { documentFacts } from './document-facts.ts';
export { applicationDisplayName, type ConsentConnector, type Described, type SourceFacts } from './model.ts';
export { openApi } from './openapi/openapi-document.ts';
export { apiFiles, apiFolder } from './openapi/openapi-files.ts';
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
export { type Uniqueness, uniquenessOf } from './privacy-report/uniqueness.ts';
export { type RegisteredTools, registeredTools } from './registered-tools.ts';
export type { DocumentText } from './render/blocks.ts';
export type { DocumentFile } from './render/document-files.ts';
export { toHtml } from './render/to-html.ts';
export { toMarkdown } from './render/to-markdown.ts';
export { requestDocument } from './request/request-document.ts';
export { buildRequestModel } from './request/request-model.ts';

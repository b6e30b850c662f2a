import { everyConnector } from '../config/index.ts';
import { clientData, clientDocument } from './caller/client-document.ts';
import type { ClientModel } from './caller/client-model.ts';
import { consentData } from './consent/consent-data.ts';
import { combinedConsentDocument, consentDocument } from './consent/consent-document.ts';
import type { ConsentModel } from './model.ts';
import type { DocumentText } from './render/blocks.ts';
import { toHtml } from './render/to-html.ts';
import { toMarkdown } from './render/to-markdown.ts';

/** A document as a file; the path is relative to the folder of documents. */
export type DocumentFile = { readonly path: string; readonly content: string };

/** The three forms of a document: for reading, for printing and sending, for programs. */
const forms = (path: string, document: DocumentText, data: unknown): readonly DocumentFile[] => [
  { path: `${path}.md`, content: toMarkdown(document) },
  { path: `${path}.html`, content: toHtml(document) },
  { path: `${path}.json`, content: `${JSON.stringify(data, null, 2)}\n` },
];

/** For administrators: a document for each connector, and one for all. */
export const consentFiles = (model: ConsentModel): readonly DocumentFile[] => [
  ...model.applications.flatMap(({ connectors }) =>
    connectors.flatMap(({ name }) => {
      const document = consentDocument(model, name);
      return document === undefined ? [] : forms(`consent/${name}`, document, consentData(model, name));
    }),
  ),
  ...forms(`consent/${everyConnector}`, combinedConsentDocument(model), consentData(model)),
];

/** For one caller. */
export const callerFiles = (model: ClientModel): readonly DocumentFile[] =>
  forms(`callers/${model.caller}`, clientDocument(model), clientData(model));

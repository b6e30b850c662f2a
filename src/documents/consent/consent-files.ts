import { everyConnector } from '../../config/index.ts';
import { type DocumentFile, documentFiles } from '../render/document-files.ts';
import { consentData } from './consent-data.ts';
import { combinedConsentDocument, consentDocument } from './consent-document.ts';
import type { ConsentModel } from './consent-model.ts';

/** For administrators: a document for each connector, and one for all. */
export const consentFiles = (model: ConsentModel): readonly DocumentFile[] => [
  ...model.applications.flatMap(({ connectors }) =>
    connectors.flatMap(({ name }) => {
      const document = consentDocument(model, name);
      return document === undefined ? [] : documentFiles(`consent/${name}`, document, consentData(model, name));
    }),
  ),
  ...documentFiles(`consent/${everyConnector}`, combinedConsentDocument(model), consentData(model)),
];

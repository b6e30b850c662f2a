import { consoleName, everyConnector } from '../../config/index.ts';
import { type DocumentFile, documentFiles } from '../render/document-files.ts';
import { consentData } from './consent-data.ts';
import { combinedConsentDocument, consentDocument } from './consent-document.ts';
import type { ConsentModel } from './consent-model.ts';
import { consoleData, consoleDocument } from './console/console-document.ts';

/** For administrators: a document for each connector, one for the console, and one for all. */
export const consentFiles = (model: ConsentModel): readonly DocumentFile[] => [
  ...model.applications.flatMap(({ connectors }) =>
    connectors.flatMap(({ name }) => {
      const document = consentDocument(model, name);
      return document === undefined ? [] : documentFiles(`consent/${name}`, document, consentData(model, name));
    }),
  ),
  ...(model.console === undefined
    ? []
    : documentFiles(
        `consent/${consoleName}`,
        consoleDocument(model, model.console),
        consoleData(model, model.console),
      )),
  ...documentFiles(`consent/${everyConnector}`, combinedConsentDocument(model), consentData(model)),
];

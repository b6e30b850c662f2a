import { File as LocalFile } from '@cdktf/provider-local/lib/file/index.js';
import { Construct } from 'constructs';
import {
  type ClientModel,
  type ConsentModel,
  clientData,
  clientDocument,
  combinedConsentDocument,
  consentData,
  consentDocument,
  type DocumentText,
  toHtml,
  toMarkdown,
} from '../../src/consent/index.ts';
import { named } from '../named.ts';
import type { Slots } from './slots.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A document in the three forms it is written in: for reading, for printing and sending, for programs. */
const forms = (document: DocumentText, data: unknown) =>
  ({ md: toMarkdown(document), html: toHtml(document), json: json(data) }) as const;

/** Documents that apply writes beside the settings file. */
export class DocumentFiles extends Construct {
  readonly #folder: string;
  readonly #slots: Slots;

  /** @param folder relative to the stack's own folder */
  constructor(scope: Construct, id: string, folder: string, slots: Slots) {
    super(scope, id);
    this.#folder = folder;
    this.#slots = slots;
  }

  /** For administrators: one document for each connector and one for all. */
  addConsent(model: ConsentModel): void {
    for (const application of model.applications)
      for (const { name } of application.connectors) {
        const document = consentDocument(model, name);
        if (document !== undefined) this.#write('consent', name, forms(document, consentData(model, name)));
      }
    this.#write('consent', 'all', forms(combinedConsentDocument(model), consentData(model)));
  }

  /** For one caller. */
  addCaller(model: ClientModel): void {
    this.#write('callers', model.caller, forms(clientDocument(model), clientData(model)));
  }

  #write(kind: string, name: string, contents: Readonly<Record<string, string>>): void {
    for (const [extension, content] of Object.entries(contents))
      named(
        `${kind}-${name}-${extension}`,
        new LocalFile(this, `${kind}-${name}-${extension}`, {
          filename: `${this.#folder}/${kind}/${name}.${extension}`,
          content: this.#slots.fill(content),
          filePermission: '0644',
          directoryPermission: '0755',
        }),
      );
  }
}

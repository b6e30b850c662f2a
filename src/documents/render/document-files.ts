import type { DocumentText } from './blocks.ts';
import { toHtml } from './to-html.ts';
import { toMarkdown } from './to-markdown.ts';

/** A document as a file; the path is relative to the folder of documents. */
export type DocumentFile = { readonly path: string; readonly content: string };

/** Renders a document in its three formats: for reading, for printing and sending, for programs. */
export const documentFiles = (path: string, document: DocumentText, data: unknown): readonly DocumentFile[] => [
  { path: `${path}.md`, content: toMarkdown(document) },
  { path: `${path}.html`, content: toHtml(document) },
  { path: `${path}.json`, content: `${JSON.stringify(data, null, 2)}\n` },
];

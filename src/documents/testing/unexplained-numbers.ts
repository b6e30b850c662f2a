import type { DocumentText } from '../render/blocks.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { sentencesOf } from './read-markdown.ts';

/** External names and figures that no model contains. */
const namesWithNumbers =
  /Microsoft 365|ISO\/IEC 20889|ISO 8601|SHA-256|AES-256-GCM|AWS Signature Version 4|AADSTS\d+|TLS 1\.3/g;

/** Ids, hosts and dates, which other tests compare. */
const ids = /[\da-f]{8}-[\da-f-]{27}[\da-z]?|[\w:./-]*(?:arn:aws|https:)\S*|\d{4}-\d{2}-\d{2}|\d+\.\d+\.\d+/g;

/**
 * Removes the explained phrases from a document's sentences. Returns the sentences that still contain a number, and the
 * phrases that don't occur.
 */
export const unexplainedNumbers = (
  document: DocumentText,
  explained: readonly string[],
): { readonly sentences: readonly string[]; readonly unused: readonly string[] } => {
  const found = new Set<string>();
  const sentences = sentencesOf(toMarkdown(document)).map((sentence) =>
    explained.reduce(
      (left, phrase) => {
        if (left.includes(phrase)) found.add(phrase);
        return left.replaceAll(phrase, '');
      },
      sentence.replace(namesWithNumbers, '').replace(ids, ''),
    ),
  );
  return {
    sentences: [...new Set(sentences.filter((sentence) => /\d/.test(sentence)))],
    unused: explained.filter((phrase) => !found.has(phrase)),
  };
};

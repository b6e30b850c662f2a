import { escapeTerraform } from '../escape-terraform.ts';

/**
 * Placeholders for values that only Terraform will know. They consist of letters and digits, so that no format changes
 * them.
 */
export type Placeholders = {
  /** Returns the placeholder of a reference; the same one for the same reference. */
  readonly placeholderFor: (reference: string) => string;
  /** Returns a finished text for Terraform: its syntax escaped, and each placeholder replaced by its reference. */
  readonly fill: (text: string) => string;
};

/** Renders documents with placeholders instead of references, so that text functions never process a reference. */
export const createPlaceholders = (): Placeholders => {
  const words = new Map<string, string>();
  return {
    placeholderFor: (reference) => {
      const word = words.get(reference) ?? `TERRAFORM${String(words.size).padStart(4, '0')}VALUE`;
      words.set(reference, word);
      return word;
    },
    fill: (text) => {
      let filled = escapeTerraform(text);
      for (const [reference, word] of words) filled = filled.replaceAll(word, () => reference);
      return filled;
    },
  };
};

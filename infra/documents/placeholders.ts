import { literal } from '../escape-terraform.ts';

/** Words that stand for values which Terraform alone will know; letters and digits only, so that no format changes them. */
export type Slots = {
  /** The word for a reference; the same word for the same reference. */
  readonly hold: (reference: string) => string;
  /** A finished text as Terraform takes it: its own syntax escaped, and a reference in place of each word. */
  readonly fill: (text: string) => string;
};

/** Documents are rendered with words in place of references, so that no text function ever meets a reference. */
export const createSlots = (): Slots => {
  const words = new Map<string, string>();
  return {
    hold: (reference) => {
      const word = words.get(reference) ?? `TERRAFORM${String(words.size).padStart(4, '0')}VALUE`;
      words.set(reference, word);
      return word;
    },
    fill: (text) => {
      let filled = literal(text);
      for (const [reference, word] of words) filled = filled.replaceAll(word, () => reference);
      return filled;
    },
  };
};

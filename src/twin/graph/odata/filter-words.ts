import { badRequest } from '../core/refusal.ts';

export type Word = { readonly kind: 'word' | 'text' | 'mark'; readonly text: string };

const pattern = /\s*(?:'(?<text>(?:[^']|'')*)'|(?<mark>[(),:])|(?<word>[^\s'(),:]+(?::\d{2}[^\s'(),]*)*))/y;

/** Splits a `$filter` into words, quoted texts and punctuation. Times such as 2026-07-01T00:00:00Z are one word. */
export const filterWords = (filter: string): readonly Word[] => {
  const words: Word[] = [];
  pattern.lastIndex = 0;
  const trimmed = filter.trim();
  while (pattern.lastIndex < trimmed.length) {
    const groups = pattern.exec(trimmed)?.groups;
    if (groups === undefined) throw badRequest(`Invalid filter clause: Syntax error in '${filter}'.`);
    const { text, mark, word } = groups;
    if (text !== undefined) words.push({ kind: 'text', text: text.replaceAll("''", "'") });
    else if (mark !== undefined) words.push({ kind: 'mark', text: mark });
    else words.push({ kind: 'word', text: word ?? '' });
  }
  return words;
};

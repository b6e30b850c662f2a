/** A habit of this project's early prose that readers have to decode. docs/style.md lists replacements. */
export type HousePhrase = { readonly name: string; readonly pattern: RegExp };

/** Counted phrases: whole words in either case. */
export const housePhrases: readonly HousePhrase[] = [
  {
    name: 'what-clause as a noun',
    pattern:
      /\bwhat (?:it|its|they|the|a|an|is|are|was|were|has|have|had|can|may|must|of|one|this|that|these|those|each|every|comes|came|becomes|leaves|happens|goes|rules?|callers?|Microsoft|Graph|people|belongs|fits|follows|stands|no)\b(?![^.\n]*\?)/gi,
  },
  { name: 'say, says, said', pattern: /\b(?:say|says|said|saying)\b/gi },
  { name: 'stand, stands, stood', pattern: /\b(?:stand|stands|stood|standing)\b(?!-)/gi },
  { name: 'hold against', pattern: /\b(?:hold|holds|held|holding)\b[^.;\n]{0,30}\bagainst\b/gi },
  { name: 'mend', pattern: /\b(?:mend|mends|mended|mending)\b/gi },
  {
    name: 'is no',
    pattern: /(?<!\bthere )\b(?:is|are|was|were|be) no(?:ne)?\b(?! (?:longer|more|less|later|earlier|one)\b)/gi,
  },
  { name: 'whoever', pattern: /\b(?:whoever|whomever)\b/gi },
  { name: 'alone', pattern: /\balone\b/gi },
  { name: 'else', pattern: /(?<!\b(?:any|every|some|no)(?:thing|one|where|body) )\belse\b/gi },
];

/** Counts the words of a text. */
export const countWords = (text: string): number => text.match(/\p{L}[\p{L}\p{N}’'-]*/gu)?.length ?? 0;

/** Counts the hits of each phrase in a text. */
export const countPhrases = (text: string): readonly (readonly [name: string, hits: number])[] =>
  housePhrases.map(({ name, pattern }) => [name, text.match(pattern)?.length ?? 0] as const);

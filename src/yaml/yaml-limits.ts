/** Beyond these a text is refused before the parser sees it: some of them would take the process down. */
export const yamlLimits = { characters: 1_000_000, depth: 100, nodes: 100_000 } as const;

const listsOnOneLine = /(?:^|\n)[ \t]*(?:[-?:][ \t]+){100}/;

const bracketDepth = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    else if ((character === ']' || character === '}') && depth > 0) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
};

/** What makes a text too much to read, in words; undefined where it is not. */
export const beyondLimits = (text: string): string | undefined => {
  if (text.length > yamlLimits.characters) return `the file is longer than ${yamlLimits.characters} characters`;
  if (bracketDepth(text) > yamlLimits.depth || listsOnOneLine.test(text))
    return `the file nests deeper than ${yamlLimits.depth} levels`;
  return undefined;
};

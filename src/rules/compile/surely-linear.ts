const tokens =
  /\[(?:\\[\s\S]|[^\]\\])*\]|\\[pPu]\{[^}]*\}|\\[\s\S]|\((?:\?(?::|<[^=!>][^>]*>|<?[=!]))?|[*+?]\??|\{(\d+)(,(\d*))?\}\??|[\s\S]/gu;

/** Number of alternatives, apart from a loop, above which an expression isn't considered simple. */
const mostChoices = 1_000;

const isQuantifier = (token: string): boolean => /^(?:[*+?]\??|\{.*)$/.test(token);

/** Returns the number of ways to match a quantifier; undefined without an upper bound. */
const waysOf = (token: string, least: string | undefined, comma: string | undefined, most: string | undefined) => {
  if (token.startsWith('?')) return 2;
  if (least === undefined || (comma !== undefined && most === '')) return undefined;
  return 1 + Number(most ?? least) - Number(least);
};

/** Multiplies the number of alternatives of each group with those of the whole expression. */
const alternativesIn = (all: readonly string[]): number => {
  const open = [1];
  let product = 1;
  for (const token of all) {
    if (token.startsWith('(')) open.push(1);
    if (token === '|') open.push(Number(open.pop()) + 1);
    if (token === ')') product *= Number(open.pop());
  }
  return product * Number(open[0]);
};

/**
 * Returns true if an expression obviously runs in linear time: it is anchored, with at most one loop over one character
 * and few other alternatives. False proves nothing.
 */
export const isSurelyLinear = (source: string, whole: boolean): boolean => {
  const found = [...source.matchAll(tokens)];
  if (found.some(([token]) => /^(?:\(\?<?[=!]|\\[1-9k])/.test(token))) return false;
  let loops = 0;
  let choices = alternativesIn(found.map(([token]) => token));
  for (const [index, { 0: token, 1: least, 2: comma, 3: most }] of found.entries()) {
    if (!isQuantifier(token)) continue;
    const ways = waysOf(token, least, comma, most);
    if (found[index - 1]?.[0] === ')' && !token.startsWith('?')) return false;
    if (ways === undefined) loops += 1;
    else choices *= ways;
  }
  return choices <= mostChoices && loops <= (whole ? 1 : 0);
};

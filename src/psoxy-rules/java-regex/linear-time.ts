import { childrenOf, isNullable } from './captures.ts';
import { type CharSet, disjoint, setOf, union } from './char-set.ts';
import type { PatternNode } from './pattern-node.ts';

type Repeat = Extract<PatternNode, { type: 'repeat' }>;

const nothing: CharSet = setOf();

/** Number of choices that may each be revised once; with more, the time would multiply. */
const mostChoices = 5;
const longestCount = 1000;

const isLoop = (node: PatternNode): boolean => node.type === 'repeat' && node.max === Number.POSITIVE_INFINITY;

const hasLoop = (node: PatternNode): boolean => isLoop(node) || childrenOf(node).some(hasLoop);

const firstOfItems = (items: readonly PatternNode[], follow: CharSet): CharSet =>
  items.reduceRight((after: CharSet, item) => first(item, after), follow);

/** Returns the characters that may come next if the node is matched and `follow` may come after it. */
const first = (node: PatternNode, follow: CharSet): CharSet => {
  switch (node.type) {
    case 'set':
      return node.set;
    case 'sequence':
      return firstOfItems(node.items, follow);
    case 'choice':
      return union(...node.options.map((option) => first(option, follow)));
    case 'group':
    case 'atomic':
      return first(node.body, follow);
    case 'repeat':
      return node.min > 0 ? first(node.body, follow) : union(first(node.body, nothing), follow);
    case 'assertion':
      return node.ends ?? follow;
    default:
      return follow;
  }
};

type Walk = {
  choices: number;
  readonly loops: { readonly node: Repeat; readonly certain: boolean }[];
  proven: boolean;
};

const areDisjoint = (sets: readonly CharSet[]): boolean =>
  sets.every((set, index) => sets.slice(index + 1).every((other) => disjoint(set, other)));

const countChoice = (walk: Walk, certain: boolean, looped: boolean): void => {
  if (certain) return;
  walk.choices += 1;
  if (looped || walk.choices > mostChoices) walk.proven = false;
};

const walkRepeat = (node: Repeat, follow: CharSet, looped: boolean, walk: Walk): void => {
  const entering = first(node.body, nothing);
  const certain = node.min === node.max || disjoint(entering, follow);
  const simple = node.body.type === 'set';
  if (isNullable(node.body)) walk.proven = false;
  if (isLoop(node)) {
    visit(node.body, union(entering, follow), true, walk);
    walk.loops.push({ node, certain });
    if (!certain && (looped || !simple)) walk.proven = false;
    return;
  }
  if (node.max > longestCount) walk.proven = false;
  countChoice(walk, certain && (node.max === 1 || simple || !hasLoop(node.body)), looped);
  visit(node.body, node.max === 1 ? follow : union(entering, follow), looped || node.max > 1, walk);
};

const visit = (node: PatternNode, follow: CharSet, looped: boolean, walk: Walk): void => {
  switch (node.type) {
    case 'sequence':
      node.items.forEach((item, index) => {
        visit(item, firstOfItems(node.items.slice(index + 1), follow), looped, walk);
      });
      return;
    case 'choice':
      countChoice(walk, areDisjoint(node.options.map((option) => first(option, follow))), looped);
      for (const option of node.options) visit(option, follow, looped, walk);
      return;
    case 'group':
      visit(node.body, follow, looped, walk);
      return;
    case 'repeat':
      walkRepeat(node, follow, looped, walk);
      return;
    case 'look':
    case 'atomic':
      if (hasLoop(node.body)) walk.proven = false;
      visit(node.body, nothing, looped, walk);
      return;
    case 'back':
      walk.proven = false;
      return;
    default:
  }
};

const isAnchored = (node: PatternNode): boolean => {
  if (node.type === 'assertion') return node.start === true;
  if (node.type === 'sequence') {
    const [first] = node.items.filter((item) => !isEmpty(item));
    return first !== undefined && isAnchored(first);
  }
  if (node.type === 'choice') return node.options.every(isAnchored);
  return node.type === 'group' && isAnchored(node.body);
};

const isEmpty = (node: PatternNode): boolean => node.type === 'sequence' && node.items.length === 0;

/** Flattens the outermost sequence and its groups. */
const flat = (node: PatternNode): readonly PatternNode[] => {
  if (node.type === 'sequence') return node.items.flatMap(flat);
  return node.type === 'group' ? flat(node.body) : [node];
};

const cannotFail = (node: PatternNode): boolean => node.type === 'repeat' && node.min === 0 && !hasLook(node.body);

const hasLook = (node: PatternNode): boolean => node.type === 'look' || childrenOf(node).some(hasLook);

/**
 * True if an unanchored search with one loop takes linear time: the part after the loop can't fail, or no second
 * attempt can start inside its run (because the part before contains a character that the loop excludes).
 */
const isCheapAnywhere = (
  root: PatternNode,
  { node, certain }: { readonly node: Repeat; readonly certain: boolean },
): boolean => {
  const items = flat(root);
  const place = items.indexOf(node);
  if (place < 0 || node.body.type !== 'set') return false;
  if (items.slice(place + 1).every(cannotFail)) return true;
  const { set } = node.body;
  return certain && items.slice(0, place).some((item) => item.type === 'set' && disjoint(item.set, set));
};

const walkOf = (root: PatternNode): Walk => {
  const walk: Walk = { choices: 0, loops: [], proven: true };
  visit(root, nothing, false, walk);
  return walk;
};

/**
 * True if matching certainly takes at most polynomial time: each round of a repetition can be matched in only one way,
 * so repetitions only divide a text among them and never double the number of ways.
 */
export const isAtMostPolynomial = (root: PatternNode): boolean => walkOf(root).proven;

/**
 * True if matching certainly takes linear time: the next character decides between almost all alternatives, and at most
 * the last repetition backtracks. If false, the checker decides.
 */
export const isSurelyLinear = (root: PatternNode, whole: boolean): boolean => {
  const walk = walkOf(root);
  if (!walk.proven || walk.loops.slice(0, -1).some(({ certain }) => !certain)) return false;
  const [only, ...others] = walk.loops;
  if (whole || only === undefined || isAnchored(root)) return true;
  return others.length === 0 && isCheapAnywhere(root, only);
};

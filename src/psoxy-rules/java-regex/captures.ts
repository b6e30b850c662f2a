import { describe } from '../../problems/diagnostics/index.ts';
import { PatternMistake, type PatternNode } from './pattern-node.ts';

/** Returns the child nodes. */
export const childrenOf = (node: PatternNode): readonly PatternNode[] => {
  if (node.type === 'sequence') return node.items;
  if (node.type === 'choice') return node.options;
  return 'body' in node ? [node.body] : [];
};

/** Returns the path from the root to the node that `wanted` finds; empty if there is none. */
const pathTo = (node: PatternNode, wanted: (node: PatternNode) => boolean): readonly PatternNode[] => {
  if (wanted(node)) return [node];
  for (const child of childrenOf(node)) {
    const rest = pathTo(child, wanted);
    if (rest.length > 0) return [node, ...rest];
  }
  return [];
};

const isGroup =
  (number: number) =>
  (node: PatternNode): boolean =>
    node.type === 'group' && node.number === number;

/** True if the node at the end of the path takes part in every match of the first one. */
const isCertain = (path: readonly PatternNode[]): boolean =>
  path.every((node) => {
    if (node.type === 'choice') return false;
    if (node.type === 'repeat') return node.min > 0;
    return node.type !== 'look' || (node.ahead && !node.negative);
  });

/** True if the node can match the empty text. */
export const isNullable = (node: PatternNode): boolean => {
  switch (node.type) {
    case 'set':
      return false;
    case 'sequence':
      return node.items.every(isNullable);
    case 'choice':
      return node.options.some(isNullable);
    case 'repeat':
      return node.min === 0 || isNullable(node.body);
    case 'group':
    case 'atomic':
      return isNullable(node.body);
    default:
      return true;
  }
};

/** Java doesn't re-enter a matched atomic group, so it keeps the groups inside when it backtracks. */
const isClosed = ({ type }: PatternNode): boolean => type === 'atomic' || type === 'look';

const isPassedOnce = (node: PatternNode): boolean => isCertain([node]) && (node.type !== 'repeat' || node.max < 2);

/** True if there is only one way to match the node, as far as Java checks. */
const isRigid = (node: PatternNode): boolean => {
  if (node.type === 'choice' || (node.type === 'repeat' && node.min !== node.max)) return false;
  return childrenOf(node).every(isRigid);
};

/**
 * True if JavaScript reports the same text for a group as Java. In a repetition, every round has to set the group
 * (JavaScript resets groups in each round, Java doesn't), and each round must have either a choice to backtrack into or
 * nothing but the group; otherwise Java keeps the group when it backtracks over a round.
 */
export const reportsAlike = (root: PatternNode, number: number): boolean => {
  const path = pathTo(root, isGroup(number)).slice(0, -1);
  if (path.some(isClosed)) return path.every(isPassedOnce);
  return path.every((node, index) => {
    if (node.type !== 'repeat' || node.max < 2) return true;
    const inside = path.slice(index + 1);
    return !isNullable(node.body) && isCertain(inside) && (inside.length === 0 || !isRigid(node.body));
  });
};

const isBefore = (root: PatternNode, group: readonly PatternNode[], back: readonly PatternNode[]): boolean => {
  let shared = 0;
  while (group[shared] !== undefined && group[shared] === back[shared]) shared += 1;
  const parent = group[shared - 1] ?? root;
  const [toGroup, toBack] = [group[shared], back[shared]];
  if (parent.type !== 'sequence' || toGroup === undefined || toBack === undefined) return false;
  return parent.items.indexOf(toGroup) < parent.items.indexOf(toBack) && isCertain(group.slice(shared, -1));
};

/** Throws for a back reference to a group that may not have taken part yet: Java then fails, JavaScript continues. */
export const checkBackReferences = (root: PatternNode): void => {
  const visit = (node: PatternNode): void => {
    if (node.type === 'back') {
      const group = pathTo(root, isGroup(node.number));
      const back = pathTo(root, (other) => other === node);
      if (!isBefore(root, group, back) || !reportsAlike(root, node.number))
        throw new PatternMistake(node.at, describe('rules/pattern-not-readable:back'));
    }
    childrenOf(node).forEach(visit);
  };
  visit(root);
};

import { isNullable } from './captures.ts';
import type { PatternNode } from './pattern-node.ts';

type Repeat = Extract<PatternNode, { type: 'repeat' }>;

/**
 * The positions of empty matches among the ways to match a node, in the order in which they are tried. JavaScript goes
 * on as Java does from `all` and `last`.
 */
type EmptyWays = 'none' | 'last' | 'mixed' | 'all';

const ofSequence = (items: readonly EmptyWays[]): EmptyWays => {
  if (items.includes('none')) return 'none';
  if (items.includes('mixed')) return 'mixed';
  return items.includes('last') ? 'last' : 'all';
};

const ofChoice = (options: readonly EmptyWays[]): EmptyWays => {
  const first = options.findIndex((ways) => ways !== 'none');
  if (first < 0) return 'none';
  if (options[first] === 'mixed' || options.slice(first + 1).some((ways) => ways !== 'all')) return 'mixed';
  return first === 0 && options[0] === 'all' ? 'all' : 'last';
};

const ofRepeat = ({ min, max, lazy, body }: Repeat): EmptyWays => {
  const ways = emptyWays(body);
  if (ways === 'all' || max === 0) return 'all';
  if (ways === 'none' && min > 0) return 'none';
  return ways === 'mixed' || (lazy && min !== max) ? 'mixed' : 'last';
};

const emptyWays = (node: PatternNode): EmptyWays => {
  switch (node.type) {
    case 'set':
      return 'none';
    case 'sequence':
      return ofSequence(node.items.map(emptyWays));
    case 'choice':
      return ofChoice(node.options.map(emptyWays));
    case 'repeat':
      return ofRepeat(node);
    case 'group':
      return emptyWays(node.body);
    case 'atomic': {
      const ways = emptyWays(node.body);
      return ways === 'mixed' ? 'last' : ways;
    }
    case 'back':
      return 'last';
    default:
      return 'all';
  }
};

/** Whether the node may match without taking a character at every place of every text. */
const isEmptyAnywhere = (node: PatternNode): boolean => {
  switch (node.type) {
    case 'set':
    case 'look':
    case 'assertion':
    case 'back':
    case 'atomic':
      return false;
    case 'sequence':
      return node.items.every(isEmptyAnywhere);
    case 'choice':
      return node.options.some(isEmptyAnywhere);
    case 'repeat':
      return node.min === 0 || isEmptyAnywhere(node.body);
    case 'group':
      return isEmptyAnywhere(node.body);
  }
};

/**
 * True where JavaScript goes on as Java does after a round that took no character. Java leaves the repetition there,
 * even before it has had its least number of rounds. JavaScript takes such a round only while it is short of that
 * number; otherwise it looks for another way. That is the same where the empty way is the last one, and possible at
 * every place; or where there is but one way.
 */
export const endsAlike = ({ min, max, lazy, body }: Repeat): boolean => {
  if (body.type === 'atomic' || !isNullable(body)) return true;
  const ways = emptyWays(body);
  if (ways === 'all') return true;
  return (lazy || min === max || ways === 'last') && (min < 2 || isEmptyAnywhere(body));
};

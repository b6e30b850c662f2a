import { isNullable } from './captures.ts';
import type { PatternNode } from './pattern-node.ts';

type Repeat = Extract<PatternNode, { type: 'repeat' }>;

/**
 * Positions of empty matches among the ways to match a node, in the order in which they are tried. JavaScript behaves
 * like Java for `all` and `last`.
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

/** True if the node can match the empty text at every position of every text. */
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
 * True if JavaScript behaves like Java after a round that matched the empty text. Java then leaves the repetition, even
 * before the minimum number of rounds. JavaScript accepts such a round only below that minimum; otherwise it tries
 * another way. The results are the same if the empty way is the last one and possible at every position, or if there is
 * only one way.
 */
export const endsAlike = ({ min, max, lazy, body }: Repeat): boolean => {
  if (body.type === 'atomic' || !isNullable(body)) return true;
  const ways = emptyWays(body);
  if (ways === 'all') return true;
  return (lazy || min === max || ways === 'last') && (min < 2 || isEmptyAnywhere(body));
};

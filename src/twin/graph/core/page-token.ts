import { GraphRefusal } from './refusal.ts';

/** The position at which a page or a delta round continues. */
export type PageState = {
  readonly offset: number;
  /** The latest change at the beginning of the round. The next round reports later changes. */
  readonly sequence: number;
  readonly generation: number;
  /** `snapshot` pages through all items, `changes` through the changes after `since`. */
  readonly round: 'snapshot' | 'changes';
  readonly since: number;
  /** Options of a delta's first call, which are a part of its tokens. */
  readonly query: string;
};

const marks = /#q(?<query>[^#]*)#p(?<offset>\d+)\.(?<sequence>\d+)\.(?<generation>\d+)\.(?<round>[sc])\.(?<since>\d+)$/;

/**
 * Writes `RFNwd…`: base64 of a text with the identity of the page's last row in plain text, as in Graph's tokens,
 * followed by the position.
 */
export const writePageToken = (identity: string, state: PageState): string => {
  const round = state.round === 'snapshot' ? 's' : 'c';
  const position = `#p${state.offset}.${state.sequence}.${state.generation}.${round}.${state.since}`;
  return Buffer.from(`DSpt\u0000${identity}#q${state.query}${position}`, 'utf8').toString('base64url');
};

/** The 410 of delta. */
export const resyncRequired = (): GraphRefusal =>
  new GraphRefusal(
    410,
    'resyncRequired',
    'Resync required. Replace any local items with the version of the server and start over without a token.',
  );

/** Reads a token of this twin. Throws 400 for any other text, and 410 if the token's generation has ended. */
export const readPageToken = (token: string, generation: number): PageState => {
  const groups = marks.exec(Buffer.from(token, 'base64url').toString('utf8'))?.groups;
  if (groups === undefined) throw new GraphRefusal(400, 'Directory_ExpiredPageToken', 'Badly formed token.');
  if (Number(groups['generation']) !== generation) throw resyncRequired();
  return {
    offset: Number(groups['offset']),
    sequence: Number(groups['sequence']),
    generation,
    round: groups['round'] === 's' ? 'snapshot' : 'changes',
    since: Number(groups['since']),
    query: groups['query'] ?? '',
  };
};

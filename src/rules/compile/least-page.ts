import { lineage } from '../../graph-types/index.ts';
import { type Place, typesOf } from './place.ts';
import type { Session } from './session.ts';

/**
 * Least items of a page of people, or of groups and teams that people belong to. Token order hides a page's own order
 * and nothing between pages, so that in a page of one the order of the whole list would show. A smaller maximum of a
 * rule doesn't count.
 */
const leastPage = 100;

/** Types whose lists Graph returns in the order of names or ids that somebody inside the tenant can list as well. */
const directoryTypes: ReadonlySet<string> = new Set(['directoryObject', 'conversationMember', 'site', 'team']);

/** The least page of a list of the directory; undefined for any other answer. */
export const leastPageOf = ({ of }: Place, session: Session): number | undefined => {
  if (of === undefined) return undefined;
  const types = lineage(typesOf(session, of.version), of.type);
  return types.some((type) => directoryTypes.has(type)) ? leastPage : undefined;
};

import { lineage } from '../../graph-types/index.ts';
import { type Place, typesOf } from './place.ts';
import type { Session } from './session.ts';

/**
 * Minimum number of items on a page of people, or of groups and teams that people belong to. Sorting by token hides the
 * order within a page but not across pages: with one item per page, the order of the whole list would show. A rule's
 * smaller maximum doesn't override this.
 */
const leastPage = 100;

/** Types whose lists Graph sorts by names or ids that others inside the tenant can list as well. */
const directoryTypes: ReadonlySet<string> = new Set(['directoryObject', 'conversationMember', 'site', 'team']);

/** Returns the minimum page size for a list of the directory; undefined for any other response. */
export const leastPageOf = ({ of }: Place, session: Session): number | undefined => {
  if (of === undefined) return undefined;
  const types = lineage(typesOf(session, of.version), of.type);
  return types.some((type) => directoryTypes.has(type)) ? leastPage : undefined;
};

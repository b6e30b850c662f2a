import { lineage } from '../../graph-types/index.ts';
import type { QueryParameterPlan } from '../plan/index.ts';
import { type Place, typesOf } from './place.ts';
import type { Session } from './session.ts';

/**
 * Least items of a page of people, or of what people belong to. Token order hides a page's own order and nothing between
 * pages, so that in a page of one the order of the whole list would show.
 */
export const leastPage = 100;

/** Types whose lists Graph returns in the order of names or ids that somebody inside the tenant can list as well. */
const directoryTypes: ReadonlySet<string> = new Set(['directoryObject', 'conversationMember', 'site', 'team']);

const largestTop = (query: readonly QueryParameterPlan[]): number => {
  const top = query.find(({ name }) => name === '$top');
  return top?.type === 'value' ? (top.value.maximum ?? leastPage) : leastPage;
};

/** The least page of a list of the directory; undefined for any other answer. */
export const leastPageOf = (
  { of }: Place,
  query: readonly QueryParameterPlan[],
  session: Session,
): number | undefined => {
  if (of === undefined) return undefined;
  const types = lineage(typesOf(session, of.version), of.type);
  return types.some((type) => directoryTypes.has(type)) ? Math.min(leastPage, largestTop(query)) : undefined;
};

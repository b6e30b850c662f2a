import type { Matcher } from '../rule-forms/prepared.ts';
import { normalizeLink } from './normalize-link.ts';

/** Where an upstream link leads: the endpoint's index, the link's path in segments, path and query as Graph wrote them. */
export type LinkDestination = {
  readonly index: number;
  readonly segments: readonly string[];
  readonly target: string;
};

/**
 * Finds the endpoint that an upstream link leads to. Undefined for a link to another host and for one that no endpoint of
 * the rules can follow. The proxy and the offline tools decide by this function.
 */
export const findDestination = (url: string, graph: string, matcher: Matcher): LinkDestination | undefined => {
  const link = normalizeLink(url, graph);
  for (const segments of link?.readings ?? []) {
    const index = matcher.leadsTo({ segments, query: link?.query ?? '' });
    if (link !== undefined && index !== undefined) return { index, segments, target: link.target };
  }
  return undefined;
};

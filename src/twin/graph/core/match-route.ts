import type { Route } from './call.ts';
import type { GraphPath } from './path.ts';
import { badRequest } from './refusal.ts';

export type Match<R> = { readonly route: R; readonly params: ReadonlyMap<string, string> };

type Pattern = { readonly literal: string } | { readonly name: string };

const readPattern = (path: string): readonly Pattern[] =>
  path
    .slice(1)
    .split('/')
    .map((segment) => (segment.startsWith('{') ? { name: segment.slice(1, -1) } : { literal: segment.toLowerCase() }));

const matchOne = (patterns: readonly Pattern[], segments: readonly string[]): Map<string, string> | undefined => {
  const params = new Map<string, string>();
  for (const [index, pattern] of patterns.entries()) {
    const segment = segments[index] ?? '';
    if ('name' in pattern) params.set(pattern.name, segment);
    else if (pattern.literal !== segment.toLowerCase()) return undefined;
  }
  return params;
};

/**
 * Creates a matcher of routes. If several match, the one with the earlier literal wins (`/users/delta` over
 * `/users/{user}`).
 */
export const routeMatcher = <R extends Pick<Route, 'path' | 'versions'>>(routes: readonly R[]) => {
  const prepared = routes
    .map((route) => ({ route, patterns: readPattern(route.path) }))
    .map((entry) => ({ ...entry, rank: entry.patterns.map((pattern) => ('name' in pattern ? '1' : '0')).join('') }))
    .sort((a, b) => (a.rank < b.rank ? -1 : Number(a.rank > b.rank)));

  return ({ version, segments }: GraphPath): Match<R> | undefined => {
    for (const { route, patterns } of prepared) {
      if (patterns.length !== segments.length || route.versions?.includes(version) === false) continue;
      const params = matchOne(patterns, segments);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  };
};

export const segmentUnknown = ({ segments }: GraphPath) =>
  badRequest(`Resource not found for the segment '${segments.at(-1) ?? ''}'.`);

import type { QueryRule } from '../format/index.ts';
import type { ResponseSession } from './compile-response.ts';
import type { Nodes } from './nodes.ts';
import { type Place, propertyOf } from './place.ts';
import type { Session } from './session.ts';

/** Returns the property names at the root of a response, over all its types. */
const rootNames = (root: number, nodes: Nodes): readonly string[] => {
  const node = nodes.at(root)?.node;
  if (node?.node === 'object') return Object.keys(node.properties);
  if (node?.node !== 'by-type') return [];
  return [...new Set(Object.values(node.types).flatMap((index) => rootNames(index, nodes)))];
};

/**
 * True for structural properties of this version of the API, which Graph accepts in `$select`. Properties of unknown
 * types are assumed to be selectable.
 */
const isSelectable = (name: string, { of }: Place, session: Session): boolean => {
  if (name.includes('@')) return false;
  if (of === undefined) return true;
  const found = propertyOf(of, name, session);
  return found?.navigation === false && found.found !== 'other-version';
};

/** The property names that `$select` of an endpoint may contain. */
export type SelectableNames = {
  /** The selection if the caller sends no `$select`; never empty, because Graph reads an empty one as everything. */
  readonly kept: readonly string[];
  /** Selected only if the caller names them. */
  readonly onRequest?: readonly string[];
};

/** Reads a list of names in the rule and reports those that aren't kept. */
const keptNames = (
  list: QueryRule['notSelectable'],
  kept: readonly string[],
  { report }: ResponseSession,
): readonly string[] =>
  (list?.value ?? []).map(({ value, position }) => {
    if (!kept.includes(value)) report.error('rules/select:not-kept', position, { name: value });
    return value;
  });

/** Compiles the names that `$select` of an endpoint is limited to. */
export const selectable = (rule: QueryRule, root: number, place: Place, session: ResponseSession): SelectableNames => {
  const kept = rootNames(root, session.nodes);
  const onRequest = keptNames(rule.onRequest, kept, session);
  const excluded = new Set([...keptNames(rule.notSelectable, kept, session), ...onRequest]);
  const names = kept.filter((name) => !excluded.has(name) && isSelectable(name, place, session));
  if (names.length === 0) session.report.error('rules/select', rule.position);
  return { kept: names, ...(onRequest.length > 0 && { onRequest }) };
};

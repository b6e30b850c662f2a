import type { QueryRule } from '../format/index.ts';
import type { ResponseSession } from './compile-response.ts';
import type { Nodes } from './nodes.ts';
import { type Place, propertyOf } from './place.ts';
import type { Session } from './session.ts';

/** Property names at the root of an answer, over all its types. */
const rootNames = (root: number, nodes: Nodes): readonly string[] => {
  const node = nodes.at(root)?.node;
  if (node?.node === 'object') return Object.keys(node.properties);
  if (node?.node !== 'by-type') return [];
  return [...new Set(Object.values(node.types).flatMap((index) => rootNames(index, nodes)))];
};

/** Structural and of this version of the API, so that Graph takes it in `$select`; unknown types are taken at their word. */
const isSelectable = (name: string, { of }: Place, session: Session): boolean => {
  if (name.includes('@')) return false;
  if (of === undefined) return true;
  const found = propertyOf(of, name, session);
  return found?.navigation === false && found.found !== 'other-version';
};

/** What `$select` of an endpoint is narrowed to: never empty, which would mean everything. */
export const selectable = (
  rule: QueryRule,
  root: number,
  place: Place,
  session: ResponseSession,
): readonly string[] => {
  const { report } = session;
  const kept = rootNames(root, session.nodes);
  const excluded = new Set(rule.notSelectable?.value.map(({ value }) => value));
  for (const { value, position } of rule.notSelectable?.value ?? [])
    if (!kept.includes(value)) report.error('rules/select:not-kept', position, { name: value });
  const names = kept.filter((name) => !excluded.has(name) && isSelectable(name, place, session));
  if (names.length === 0) report.error('rules/select', rule.position);
  return names;
};

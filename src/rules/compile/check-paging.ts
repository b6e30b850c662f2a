import type { Report } from '../../diagnostics/index.ts';
import type { QueryParameterPlan } from '../plan/index.ts';
import type { CompiledEndpoint } from './compile-endpoint.ts';
import type { MadeNode, NestedList } from './nodes.ts';

/** Finds nested lists that page separately, at any depth. */
const nestedLists = (root: number, nodes: readonly (MadeNode | undefined)[]): readonly NestedList[] => {
  const seen = new Set<number>();
  const found: NestedList[] = [];
  const visit = (index: number): void => {
    const made = nodes[index];
    if (made === undefined || seen.has(index)) return;
    seen.add(index);
    found.push(...(made.nested ?? []));
    const { node } = made;
    if (node.node === 'object') for (const next of Object.values(node.properties)) visit(next);
    if (node.node === 'by-type') for (const next of Object.values(node.types)) visit(next);
    if (node.node === 'array') visit(node.item);
  };
  visit(root);
  return found;
};

const expandTexts = (query: readonly QueryParameterPlan[]): readonly string[] =>
  query.flatMap((parameter) => {
    if (parameter.name !== '$expand') return [];
    if (parameter.type === 'enum') return parameter.values;
    return parameter.type === 'forms' ? parameter.forms.map(({ text }) => text) : [];
  });

const names = (texts: readonly string[], property: string): boolean =>
  texts.some((text) => text.split(/[^A-Za-z0-9_]+/).includes(property));

const endsIn = ({ request, notes }: CompiledEndpoint, property: string, version: string | undefined): boolean => {
  const last = request.segments.at(-1);
  return notes.version === version && last?.type === 'literal' && last.text.toLowerCase() === property.toLowerCase();
};

/**
 * Reports named lists that can page to a path without an endpoint: `replies@odata.nextLink` leads to
 * `…/messages/{id}/replies`. Reports only a warning if the list never appears because the endpoint doesn't allow its
 * expansion.
 */
export const checkPaging = (
  endpoints: readonly CompiledEndpoint[],
  nodes: readonly (MadeNode | undefined)[],
  report: Report,
): void => {
  for (const { request, response, notes } of endpoints) {
    if (response === undefined) continue;
    const expandable = expandTexts(request.query);
    for (const { property, position } of nestedLists(response.root, nodes)) {
      if (endpoints.some((endpoint) => endsIn(endpoint, property, notes.version))) continue;
      const say = names(expandable, property) ? report.error : report.warning;
      say('rules/paging', position, { property });
    }
  }
};

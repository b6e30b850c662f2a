import { type Bound, isOwnedKind } from '../../plan/index.ts';
import type { AllowListEndpoint, ResponseNode, SegmentPlan, ValuePlan } from '../plan/index.ts';

type Parameter = { readonly name: string; readonly value: ValuePlan };

const parametersOf = (segments: readonly SegmentPlan[]): readonly Parameter[] =>
  segments.flatMap((segment): readonly Parameter[] => {
    if (segment.type === 'literal') return [];
    return segment.type === 'parameter' ? [segment] : segment.holes;
  });

/** True if every item of a reply is a person or a group. */
const areRecords = (root: number, nodes: readonly ResponseNode[]): boolean => {
  const node = nodes[root];
  if (node?.node === 'by-type') return Object.values(node.types).every((index) => areRecords(index, nodes));
  return node?.node === 'object' && node.record === true;
};

/**
 * Returns what limits the calls of an endpoint to a group's people. The most specific kind in the path decides. `items`: replies
 * consist of people or groups, which are limited as well.
 */
export const boundOf = (
  { request, response }: Pick<AllowListEndpoint, 'request' | 'response'>,
  nodes: readonly ResponseNode[],
): Bound => {
  // A number includes people outside, and two numbers show who is among them.
  if (response.shape === 'count') return { by: 'none' };
  const parameters = parametersOf(request.segments);
  const named = (kinds: readonly string[]): string | undefined =>
    parameters.find(({ value }) => kinds.includes(value.kind ?? ''))?.name;
  const items = areRecords(response.root, nodes) ? ({ items: true } as const) : {};
  const person = named(['user-id', 'mail-address', 'directory-object-id']);
  if (person !== undefined) return { by: 'path', parameter: person, ...items };
  const group = named(['group-id', 'team-id']);
  if (group !== undefined) return { by: 'group', parameter: group, ...items };
  for (const { name: parameter, value } of parameters)
    if (value.kind !== undefined && isOwnedKind(value.kind))
      return { by: 'owner', parameter, of: value.kind, ...items };
  return items.items === true ? { by: 'items', items: true } : { by: 'none' };
};

import { type Bound, isOwnedKind } from '../../plan/index.ts';
import {
  type AllowListEndpoint,
  kindOfLeaf,
  type ResponseNode,
  type SegmentPlan,
  type ValuePlan,
} from '../plan/index.ts';

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

/** Returns the kind of the ids of a list's items. */
const kindOfItems = (
  { root, shape }: AllowListEndpoint['response'],
  nodes: readonly ResponseNode[],
): string | undefined => {
  const node = nodes[root];
  if (shape === 'entity' || node?.node !== 'object') return undefined;
  return kindOfLeaf(nodes[node.properties['id'] ?? -1]);
};

type QueryParameter = AllowListEndpoint['request']['query'][number];

const people = ['user-id', 'mail-address', 'directory-object-id'];

const isPerson = ({ kind }: ValuePlan): boolean => kind !== undefined && people.includes(kind);

/** True for a parameter whose people select nothing, or don't select only what concerns them. */
const asksOtherwise = (parameter: QueryParameter): boolean => {
  switch (parameter.type) {
    case 'value':
      return isPerson(parameter.value);
    case 'forms':
      return parameter.forms.some(({ parts }) => parts.some((part) => part.type === 'hole' && isPerson(part.value)));
    case 'filter':
      return parameter.comparisons.some(
        ({ value, operators }) => isPerson(value) && operators.some((operator) => operator !== 'eq'),
      );
    default:
      return false;
  }
};

/** Kinds of things with several people, each of whom is enough. Whoever made a drive or a site needn't be its owner. */
const shared = ['chat-id', 'call-record-id'];

/** Returns the property by which a filter selects what concerns one person. Comparisons are joined by `and`. */
const personInFilter = (query: readonly QueryParameter[]): string | undefined => {
  if (query.some(asksOtherwise)) return undefined;
  const comparisons = query.flatMap((parameter) => (parameter.type === 'filter' ? parameter.comparisons : []));
  const found = comparisons.find(({ value }) => isPerson(value));
  return (
    found &&
    [found.path, ...(found.any === undefined ? [] : ['any', found.any])].filter((part) => part !== '').join('/')
  );
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
  const person = named(people);
  if (person !== undefined) return { by: 'path', parameter: person, ...items };
  const group = named(['group-id', 'team-id']);
  if (group !== undefined) return { by: 'group', parameter: group, ...items };
  const itemKind = kindOfItems(response, nodes);
  // Things of the same kind in the reply can belong to others.
  for (const { name: parameter, value } of parameters)
    if (value.kind !== undefined && isOwnedKind(value.kind) && value.kind !== itemKind)
      return { by: 'owner', parameter, of: value.kind, ...items };
  if (parameters.length === 0 && shared.includes(itemKind ?? '')) {
    const parameter = personInFilter(request.query);
    if (parameter !== undefined) return { by: 'filter', parameter };
  }
  return items.items === true ? { by: 'items', items: true } : { by: 'none' };
};

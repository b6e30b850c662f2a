import type { Bound, EndpointPlan, OwnedKind, Plan } from '../plan/index.ts';
import { isAllowListEndpoint, isSubjectLeaf, type ResponseNode } from '../rules/plan/index.ts';

/** The kinds of bounds, the strongest first, with their meaning for a caller that is limited to a group. */
export const boundMeanings: Readonly<Record<Bound['by'], string>> = {
  path: 'the path names a person, who must be in the group',
  group: 'the path names a group or team, which must be the caller’s',
  owner: 'the path names a drive, site, chat or call, and its owner or somebody in it must be in the group',
  filter: 'the call must filter by a person, who must be in the group',
  items: 'the reply lists people or groups, and only those of the caller’s group stay',
  none: 'nothing shows whose data it is, so the call is refused',
};

const ownedThings: Readonly<Record<OwnedKind, string>> = {
  'drive-id': 'owner of the drive',
  'site-id': 'owner of the site',
  'chat-id': 'members of the chat',
  'call-record-id': 'participants of the call',
};

const subjectOf = (bound: Bound): string => {
  switch (bound.by) {
    case 'path':
      return `person in {${bound.parameter}}`;
    case 'group':
      return `group in {${bound.parameter}}`;
    case 'owner':
      return `${ownedThings[bound.of]} in {${bound.parameter}}`;
    case 'filter':
      return `person in $filter by ${bound.parameter}`;
    case 'items':
      return 'each item';
    case 'none':
      return 'refused';
  }
};

/** Describes what limits the calls of an endpoint to a group: `person in {userId}, each item`. */
export const describeBound = (bound: Bound): string =>
  bound.by !== 'none' && bound.by !== 'items' && bound.items === true
    ? `${subjectOf(bound)}, each item`
    : subjectOf(bound);

/** Indexes of a node and of all nodes below it. */
const below = (root: number, nodes: readonly ResponseNode[]): ReadonlySet<number> => {
  const found = new Set([root]);
  for (const index of found) {
    const node = nodes[index];
    if (node?.node === 'object') for (const inner of Object.values(node.properties)) found.add(inner);
    if (node?.node === 'by-type') for (const inner of Object.values(node.types)) found.add(inner);
    if (node?.node === 'array') found.add(node.item);
  }
  return found;
};

/**
 * Describes why nothing limits the calls of an endpoint; undefined if something does. Only the rules decide, so a name of a
 * property doesn't count: a person whom an item mentions needn't be the one that it belongs to.
 */
export const whyUnbounded = (endpoint: EndpointPlan, nodes: Plan['nodes']): string | undefined => {
  if (endpoint.bound.by !== 'none') return undefined;
  if (!isAllowListEndpoint(endpoint)) return 'the rules don’t show which values are people';
  const { response, request } = endpoint;
  if (response.shape === 'count') return 'a number counts people outside too';
  if (request.segments.some(({ type }) => type !== 'literal') && response.shape !== 'entity' && !hasTimes(endpoint))
    return 'its items can belong to others than the thing in the path';
  const all = nodes as readonly ResponseNode[];
  const mentions = [...below(response.root, all)].some((index) => {
    const node = all[index];
    return node !== undefined && isSubjectLeaf(node);
  });
  if (response.shape === 'entity') return 'it concerns the whole organization';
  return mentions
    ? 'a list of the whole organization; its items mention people, but don’t show whose they are'
    : 'a list of the whole organization; its items name nobody';
};

/** True if the values in the path are only times. */
const hasTimes = (endpoint: EndpointPlan): boolean =>
  isAllowListEndpoint(endpoint) &&
  endpoint.request.segments.every((segment) => {
    if (segment.type === 'literal') return true;
    const values = segment.type === 'parameter' ? [segment.value] : segment.holes.map(({ value }) => value);
    return values.every(({ type }) => type === 'date-time' || type === 'date');
  });

export type BoundCounts = Readonly<Record<Bound['by'], number>>;

/** Counts endpoints by what limits them. */
export const countBounds = (endpoints: readonly Pick<EndpointPlan, 'bound'>[]): BoundCounts => {
  const counts = { path: 0, group: 0, owner: 0, filter: 0, items: 0, none: 0 };
  for (const { bound } of endpoints) counts[bound.by] += 1;
  return counts;
};

import { describe } from '../problems/diagnostics/index.ts';
import type { AllowListPlan, AllowListResponse, ResponseNode, TimeOrder } from '../rules/plan/index.ts';
import type { Gap } from './proof.ts';

type Nodes = readonly ResponseNode[];

/** True if each item shows the time unchanged, so that the order reveals nothing beyond the reply. */
const isShown = ({ path }: TimeOrder, item: number, nodes: Nodes): boolean => {
  let node = nodes[item];
  for (const name of path) {
    if (node?.node !== 'object' || !Object.hasOwn(node.properties, name)) return false;
    node = nodes[node.properties[name] ?? -1];
  }
  return node?.node === 'keep' && node.format.format === 'date-time';
};

const gapOf = ({ path }: TimeOrder): Gap => describe('proof/order-not-shown', { path: path.join('/') });

const childrenOf = (node: ResponseNode | undefined): readonly number[] => {
  if (node?.node === 'object') return Object.values(node.properties);
  if (node?.node === 'by-type') return Object.values(node.types);
  return node?.node === 'array' ? [node.item] : [];
};

/** Returns the nodes that a response can contain. */
const reachable = (root: number, nodes: Nodes): ReadonlySet<number> => {
  const seen = new Set([root]);
  for (const index of seen) for (const child of childrenOf(nodes[index])) seen.add(child);
  return seen;
};

/** Finds lists in a response whose order the reply doesn't explain. */
export const orderGaps = (
  { root, order }: AllowListResponse,
  { nodes }: Pick<AllowListPlan, 'nodes'>,
): readonly Gap[] => {
  const inner = [...reachable(root, nodes)].flatMap((index) => {
    const node = nodes[index];
    return node?.node === 'array' && node.order !== undefined ? [{ item: node.item, order: node.order }] : [];
  });
  const ordered = [...(order === undefined ? [] : [{ item: root, order }]), ...inner];
  return ordered.flatMap(({ item, order: by }) => (isShown(by, item, nodes) ? [] : [gapOf(by)]));
};

import type { ResponseNode } from '../../rules/plan/index.ts';
import type { Probe } from './ask-all.ts';

const references = (node: ResponseNode): readonly number[] => {
  if (node.node === 'object') return Object.values(node.properties);
  if (node.node === 'by-type') return Object.values(node.types);
  return node.node === 'array' ? [node.item] : [];
};

/** Returns a key that is equal for endpoints whose responses go through equal rules, in one Plan or in two. */
export const answerKey = ({ endpoint, entity, named }: Probe): string => {
  if (named === undefined) return JSON.stringify(endpoint.response);
  const { plan, response } = named;
  const order: number[] = [response.root];
  for (const index of order) {
    const node = plan.nodes[index];
    for (const next of node === undefined ? [] : references(node)) if (!order.includes(next)) order.push(next);
  }
  const renumber = (index: number): number => order.indexOf(index);
  const renumbered = (entries: Readonly<Record<string, number>>) =>
    Object.entries(entries).map(([name, index]) => [name, renumber(index)]);
  const nodes = order.map((index) => {
    const node = plan.nodes[index];
    if (node?.node === 'object') return { ...node, properties: renumbered(node.properties) };
    if (node?.node === 'by-type') return { ...node, types: renumbered(node.types) };
    return node?.node === 'array' ? { ...node, item: renumber(node.item) } : node;
  });
  return JSON.stringify([response.shape, entity, nodes]);
};

import type { EndpointPlan, Plan, ResponseNode } from '../../plan/index.ts';

const references = (node: ResponseNode): readonly number[] => {
  if (node.node === 'object') return Object.values(node.properties);
  if (node.node === 'by-type') return Object.values(node.types);
  return node.node === 'array' ? [node.item] : [];
};

/** A text that is equal for endpoints whose answers go through equal rules, in one Plan or in two of them. */
export const answerKey = ({ response }: EndpointPlan, entity: string | undefined, plan: Plan): string => {
  if (response.form === 'psoxy') return JSON.stringify(response);
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

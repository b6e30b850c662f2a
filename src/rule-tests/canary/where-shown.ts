import type { ResponseNode } from '../../rules/plan/index.ts';
import type { NamedAnswer } from './ask-all.ts';
import { type Canary, shownIn } from './canary-values.ts';

/** A place in a reply in which a canary appears. */
export type Shown = {
  readonly path: string;
  /** Index of the node that let it through; undefined if no node is known. */
  readonly node: number | undefined;
  readonly canary: Canary;
};

type Nodes = readonly ResponseNode[];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the node for a member of an object, in any of the possible types. */
const memberNode = (index: number | undefined, name: string, nodes: Nodes): number | undefined => {
  const node: ResponseNode | undefined = index === undefined ? undefined : nodes[index];
  if (node?.node === 'object') return node.properties[name];
  if (node?.node !== 'by-type') return undefined;
  for (const type of Object.values(node.types)) {
    const found = memberNode(type, name, nodes);
    if (found !== undefined) return found;
  }
  return undefined;
};

const itemNode = (index: number | undefined, nodes: Nodes): number | undefined => {
  const node = index === undefined ? undefined : nodes[index];
  return node?.node === 'array' ? node.item : undefined;
};

const look = (
  value: unknown,
  path: string,
  index: number | undefined,
  nodes: Nodes,
  canaries: readonly Canary[],
): readonly Shown[] => {
  if (Array.isArray(value)) {
    const inside = itemNode(index, nodes);
    return value.flatMap((item) => look(item, `${path}[]`, inside, nodes, canaries));
  }
  if (isObject(value))
    return Object.entries(value).flatMap(([name, member]) => {
      const at = path === '' ? name : `${path}.${name}`;
      return [
        ...shownIn(name, canaries).map((canary) => ({ path: `${path} (a name)`, node: undefined, canary })),
        ...look(member, at, memberNode(index, name, nodes), nodes, canaries),
      ];
    });
  return shownIn(JSON.stringify(value) ?? '', canaries).map((canary) => ({ path, node: index, canary }));
};

/** Finds canaries in a reply of an endpoint. Without nodes for endpoints whose rules name no properties. */
export const whereShown = (
  reply: unknown,
  named: NamedAnswer | undefined,
  canaries: readonly Canary[],
): readonly Shown[] => {
  const { root, shape } = named?.response ?? {};
  const nodes = named?.plan.nodes ?? [];
  if (shape === undefined || shape === 'entity' || !isObject(reply)) return look(reply, '', root, nodes, canaries);
  const { value, ...rest } = reply;
  const items = Array.isArray(value) ? value : [];
  return [
    ...look(rest, '', undefined, nodes, canaries),
    ...items.flatMap((item) => look(item, '', root, nodes, canaries)),
  ];
};

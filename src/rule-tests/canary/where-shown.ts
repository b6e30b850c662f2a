import type { Plan, ResponseNode } from '../../plan/index.ts';
import { type Canary, shownIn } from './canary-values.ts';

/** A place of a reply in which a canary shows. */
export type Shown = {
  readonly path: string;
  /** Index of the node that let it through; undefined where no node is known. */
  readonly node: number | undefined;
  readonly canary: Canary;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The node that a member of an object goes through, whichever of the types at the place names it. */
const memberNode = (index: number | undefined, name: string, plan: Plan): number | undefined => {
  const node: ResponseNode | undefined = index === undefined ? undefined : plan.nodes[index];
  if (node?.node === 'object') return node.properties[name];
  if (node?.node !== 'by-type') return undefined;
  for (const type of Object.values(node.types)) {
    const found = memberNode(type, name, plan);
    if (found !== undefined) return found;
  }
  return undefined;
};

const itemNode = (index: number | undefined, plan: Plan): number | undefined => {
  const node = index === undefined ? undefined : plan.nodes[index];
  return node?.node === 'array' ? node.item : undefined;
};

const look = (
  value: unknown,
  path: string,
  index: number | undefined,
  plan: Plan,
  canaries: readonly Canary[],
): readonly Shown[] => {
  if (Array.isArray(value)) {
    const inside = itemNode(index, plan);
    return value.flatMap((item) => look(item, `${path}[]`, inside, plan, canaries));
  }
  if (isObject(value))
    return Object.entries(value).flatMap(([name, member]) => {
      const at = path === '' ? name : `${path}.${name}`;
      return [
        ...shownIn(name, canaries).map((canary) => ({ path: `${path} (a name)`, node: undefined, canary })),
        ...look(member, at, memberNode(index, name, plan), plan, canaries),
      ];
    });
  return shownIn(JSON.stringify(value) ?? '', canaries).map((canary) => ({ path, node: index, canary }));
};

/** Where canaries show in a reply of an endpoint. @param collection the items are under `value` */
export const whereShown = (
  reply: unknown,
  root: number | undefined,
  collection: boolean,
  plan: Plan,
  canaries: readonly Canary[],
): readonly Shown[] => {
  if (!collection || !isObject(reply)) return look(reply, '', root, plan, canaries);
  const { value, ...rest } = reply;
  const items = Array.isArray(value) ? value : [];
  return [
    ...look(rest, '', undefined, plan, canaries),
    ...items.flatMap((item) => look(item, '', root, plan, canaries)),
  ];
};

import type { NodeNotes } from '../../compile/index.ts';
import type { Position } from '../../diagnostics/index.ts';
import type { ResponseNode } from '../plan/index.ts';
import type { Place } from './place.ts';

/** A named list that pages by itself: `replies` of a message. */
export type NestedList = { readonly property: string; readonly position: Position };

/** The nodes of a Plan while it is made. */
export type Nodes = {
  /** The node made before for the same rule at the same kind of place, or what `make` gives; the index may be used while it is made. */
  readonly once: (rule: object, key: string, make: () => MadeNode | undefined) => number | undefined;
  readonly at: (index: number) => MadeNode | undefined;
  /** The nodes by index, with the lists of each object among its links; undefined after a mistake. */
  readonly all: () => readonly (MadeNode | undefined)[];
};

export type MadeNode = {
  readonly node: ResponseNode;
  readonly notes: NodeNotes;
  readonly nested?: readonly NestedList[];
};

/** Microsoft's types at a place, for the notes. */
export const typesAt = ({ of }: Place): readonly string[] => (of === undefined ? [] : [of.type]);

export const createNodes = (): Nodes => {
  const made: (MadeNode | undefined)[] = [];
  const known = new Map<object, Map<string, number>>();
  const failed = new Set<number>();

  const once: Nodes['once'] = (rule, key, make) => {
    const places = known.get(rule) ?? new Map<string, number>();
    known.set(rule, places);
    const before = places.get(key);
    if (before !== undefined) return failed.has(before) ? undefined : before;
    const index = made.push(undefined) - 1;
    places.set(key, index);
    made[index] = make();
    if (made[index] !== undefined) return index;
    failed.add(index);
    return undefined;
  };

  const linked = (node: MadeNode | undefined): MadeNode | undefined => {
    if (node?.node.node !== 'object') return node;
    const links = Object.entries(node.node.properties)
      .filter(([, index]) => made[index]?.node.node === 'array')
      .map(([name]) => name);
    return { ...node, node: { ...node.node, links } };
  };

  return { once, at: (index) => made[index], all: () => made.map(linked) };
};

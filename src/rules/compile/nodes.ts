import type { NodeNotes } from '../../compile/index.ts';
import type { Position } from '../../diagnostics/index.ts';
import type { ResponseNode } from '../plan/index.ts';
import type { Place } from './place.ts';

/** A named list that pages separately: `replies` of a message. */
export type NestedList = { readonly property: string; readonly position: Position };

/** The nodes of a Plan under construction. */
export type Nodes = {
  /**
   * Returns the existing node for the same rule and kind of place, otherwise the result of `make`. The index may be
   * used before `make` has returned.
   */
  readonly once: (rule: object, key: string, make: () => MadeNode | undefined) => number | undefined;
  readonly at: (index: number) => MadeNode | undefined;
  /** Returns the nodes by index, with the nested lists of each object among its links; undefined after a mistake. */
  readonly all: () => readonly (MadeNode | undefined)[];
};

export type MadeNode = {
  readonly node: ResponseNode;
  readonly notes: NodeNotes;
  readonly nested?: readonly NestedList[];
};

/** Returns Microsoft's types at a place, for the notes. */
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

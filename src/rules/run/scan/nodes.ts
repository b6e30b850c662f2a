import { printText } from '../../../json/index.ts';
import type {
  AllowListPlan,
  AllowListResponse,
  ArrayNode,
  DroppedValue,
  KeepNode,
  ObjectNode,
  ResponseNode,
} from '../../plan/index.ts';
import {
  canLimit,
  directoryKinds,
  isOfDirectory,
  type LeafLimit,
  limitOfLeaf,
  limitOfObject,
  type ObjectLimit,
} from '../population.ts';
import { referencesOf } from '../prepare-node.ts';
import { nodesWithTokens } from '../token-order.ts';
import { type Step, typeKey } from '../walk.ts';
import { createMemo, type Memo } from './memo.ts';
import { createNames, type Names, noRank, type Property } from './names.ts';
import { wordsOf } from './words.ts';

export type ScanObject = {
  readonly kind: 'object';
  readonly names: Names;
  /** Spellings of `@odata.type` by key; undefined if the annotation is dropped. */
  readonly types: ReadonlyMap<string, string> | undefined;
  /** Written names of sealed links by the key of the annotation. */
  readonly links: ReadonlyMap<string, string>;
  /** True if a property is treated by the object's `@odata.type`. */
  readonly readsType: boolean;
  /** How it is limited to a population. */
  readonly limit: ObjectLimit<Property>;
};

/** The sort order of an array's items. */
export type Order = { readonly sequence: boolean; readonly time: ArrayNode['order'] };

/**
 * The place of a value: `removedItem` may carry `@removed`; at the `top` of a document, an error concerns the whole
 * document.
 */
export const [inside, removedItem, top] = [0, 1, 2];

export type List = {
  readonly item: number;
  /** The place of the items. */
  readonly place: number;
  /** Undefined for a list whose order the caller chose. */
  readonly order: Order | undefined;
  readonly drops: readonly DroppedValue[];
};

export type ScanArray = { readonly kind: 'array'; readonly list: List };

export type ScanLeaf = {
  readonly kind: 'leaf';
  readonly step: Step;
  readonly memo: Memo;
  /** Caches by type, for a property that is treated by type. */
  readonly memoByType: ReadonlyMap<string, Memo>;
  /** The strings that need no step. */
  readonly quick: 'date-time' | 'guid' | 'any' | 'none' | 'redact';
  /** The scalars of which only the simplest need no step; undefined for a transform. */
  readonly only: KeepNode['only'] | 'scalar' | 'transform';
  /** Creates tokens, which are also the sort key of the enclosing value. */
  readonly keyed: boolean;
  /** How it is limited to a population, and caches of verdicts. */
  readonly limit: LeafLimit & { readonly memo: Memo | undefined; readonly memoByType: ReadonlyMap<string, Memo> };
  /** The name under which the walk counts texts that don't match their format; known after the first one. */
  lostName: string;
};

export type ScanNode = ScanObject | ScanArray | ScanLeaf;

/** Maximum number of properties whose duplicates two words of bits can detect. */
const mostProperties = 60;

const prepareObject = (node: ObjectNode, nodes: readonly ResponseNode[], tokens: ReadonlySet<number>): ScanObject => {
  const properties = Object.entries(node.properties).map(
    ([name, index], place): Property => ({
      name,
      written: wordsOf(Buffer.from(`,${printText(name)}:`)),
      node: index,
      rank: tokens.has(index) ? place : noRank,
      isId: name === 'id',
    }),
  );
  return {
    kind: 'object',
    names: createNames(properties),
    types: node.types && new Map(node.types.map((name) => [typeKey(name), name])),
    links: new Map(node.links.map((property) => [`${property}@nextlink`, `${property}@odata.nextLink`])),
    readsType: properties.some(({ node: index }) => isOfDirectory(nodes[index])),
    limit: limitOfObject(node, properties, nodes),
  };
};

const memosByType = (node: ResponseNode): ReadonlyMap<string, Memo> =>
  isOfDirectory(node) ? new Map([...directoryKinds.keys()].map((type) => [type, createMemo()])) : new Map();

const prepareLeaf = (node: ResponseNode, step: Step, keyed: boolean): ScanLeaf => {
  const verdicts = { memo: isOfDirectory(node) ? undefined : createMemo(), memoByType: memosByType(node) };
  const limit = { ...limitOfLeaf(node), ...verdicts };
  const leaf = { kind: 'leaf' as const, step, memo: createMemo(), keyed, limit, lostName: '' };
  if (node.node !== 'keep')
    return {
      ...leaf,
      memoByType: memosByType(node),
      quick: node.node === 'transform' && node.transform === 'redact' ? 'redact' : 'none',
      only: 'transform',
    };
  const { format } = node.format;
  return {
    ...leaf,
    memoByType: new Map(),
    quick: format === 'date-time' || format === 'guid' || format === 'any' ? format : 'none',
    only: node.only ?? 'scalar',
  };
};

/** True for an object whose annotations can't overwrite one of its properties, and that has few enough names. */
const isPlainObject = ({ properties, links, types }: ObjectNode): boolean => {
  const annotations = [
    ...(types === undefined ? [] : ['@odata.type']),
    ...links.map((name) => `${name}@odata.nextLink`),
  ];
  return (
    Object.keys(properties).length <= mostProperties && !annotations.some((name) => Object.hasOwn(properties, name))
  );
};

type ScannableNode = Exclude<ResponseNode, { readonly node: 'by-type' }>;

/** Returns the nodes that an endpoint's response can reach; undefined if the scanner doesn't support one of them. */
const reachedNodes = (nodes: readonly ResponseNode[], root: number): ReadonlyMap<number, ScannableNode> | undefined => {
  const reached = new Map<number, ScannableNode>();
  const queue = [root];
  for (const index of queue) {
    if (reached.has(index)) continue;
    const node = nodes[index];
    if (node === undefined || node.node === 'by-type' || (node.node === 'object' && !isPlainObject(node)))
      return undefined;
    reached.set(index, node);
    queue.push(...referencesOf(node));
  }
  return nodes[root]?.node === 'object' ? reached : undefined;
};

/** Tables of a Plan's nodes by index. Endpoints share them. */
export type ScanNodes = {
  readonly nodes: readonly (ScanNode | undefined)[];
  /** Prepares the tables of an endpoint; returns which of its pages the scanner supports. */
  readonly prepareFor: (response: AllowListResponse) => 'all' | 'unlimited' | 'none';
};

/** Prepares tables when an endpoint first needs them: most calls of a function, and of a command, concern few endpoints. */
export const createScanNodes = ({ nodes }: AllowListPlan, steps: readonly Step[]): ScanNodes => {
  const prepared = nodes.map((): ScanNode | undefined => undefined);
  let tokens: ReadonlySet<number> | undefined;

  const prepare = (node: ScannableNode, index: number): ScanNode => {
    tokens ??= nodesWithTokens(nodes);
    if (node.node === 'object') return prepareObject(node, nodes, tokens);
    if (node.node !== 'array') return prepareLeaf(node, steps[index] as Step, tokens.has(index));
    const order = { sequence: node.removed === true, time: node.order };
    const place = node.removed === true ? removedItem : inside;
    return { kind: 'array', list: { item: node.item, place, order, drops: [] } };
  };

  return {
    nodes: prepared,
    prepareFor: ({ root }) => {
      const reached = reachedNodes(nodes, root);
      if (reached === undefined) return 'none';
      for (const [index, node] of reached) prepared[index] ??= prepare(node, index);
      return canLimit(reached.values()) ? 'all' : 'unlimited';
    },
  };
};

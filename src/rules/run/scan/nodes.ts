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
import { directoryKinds, isOfDirectory } from '../population.ts';
import { referencesOf } from '../prepare-node.ts';
import { nodesWithTokens } from '../token-order.ts';
import { type Step, typeKey } from '../walk.ts';
import { createMemo, type Memo } from './memo.ts';

/** A named property of an object. */
export type Property = {
  readonly hash: number;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** `"name":` in its written form. */
  readonly written: Uint8Array;
  readonly node: number;
  /** Position in the Plan's order among properties that contain tokens; `noRank` for all others. */
  readonly rank: number;
  readonly isId: boolean;
  /** A separate bit in one of two words, to detect duplicate names. */
  readonly low: number;
  readonly high: number;
};

export type ScanObject = {
  readonly kind: 'object';
  /** Open addressing by the hash of a name. */
  readonly table: readonly (Property | undefined)[];
  /** Spellings of `@odata.type` by key; undefined if the annotation is dropped. */
  readonly types: ReadonlyMap<string, string> | undefined;
  /** Written names of sealed links by the key of the annotation. */
  readonly links: ReadonlyMap<string, string>;
  /** True if a property is treated by the object's `@odata.type`. */
  readonly readsType: boolean;
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
  /** The name under which the walk counts texts that don't match their format; known after the first one. */
  lostName: string;
};

export type ScanNode = ScanObject | ScanArray | ScanLeaf;

export const noRank = 1 << 30;
/** Maximum number of properties whose duplicates two words of bits can detect. */
const mostProperties = 60;

const encoder = new TextEncoder();
/** A local name: a test's global object is slow to ask for each byte. */
const { imul } = Math;

/** Hashes a name byte by byte, so that the hash can be computed while the name is read. */
export const hashStep = (hash: number, byte: number): number => (imul(hash, 31) + byte) | 0;

const hashOf = (bytes: Uint8Array): number => bytes.reduce(hashStep, 0);

const prepareTable = (properties: readonly Property[]): readonly (Property | undefined)[] => {
  let size = 8;
  while (size < properties.length * 3) size *= 2;
  const table = new Array<Property | undefined>(size).fill(undefined);
  for (const property of properties) {
    let slot = property.hash & (size - 1);
    while (table[slot] !== undefined) slot = (slot + 1) & (size - 1);
    table[slot] = property;
  }
  return table;
};

const prepareObject = (node: ObjectNode, nodes: readonly ResponseNode[], tokens: ReadonlySet<number>): ScanObject => {
  const properties = Object.entries(node.properties).map(([name, index], place): Property => {
    const bytes = encoder.encode(name);
    const bit = place % 30;
    return {
      hash: hashOf(bytes),
      name,
      bytes,
      written: encoder.encode(`${printText(name)}:`),
      node: index,
      rank: tokens.has(index) ? place : noRank,
      isId: name === 'id',
      low: place < 30 ? 1 << bit : 0,
      high: place < 30 ? 0 : 1 << bit,
    };
  });
  return {
    kind: 'object',
    table: prepareTable(properties),
    types: node.types && new Map(node.types.map((name) => [typeKey(name), name])),
    links: new Map(node.links.map((property) => [`${property}@nextlink`, `${property}@odata.nextLink`])),
    readsType: properties.some(({ node: index }) => isOfDirectory(nodes[index])),
  };
};

const prepareLeaf = (node: ResponseNode, step: Step, keyed: boolean): ScanLeaf => {
  const leaf = { kind: 'leaf' as const, step, memo: createMemo(), keyed, lostName: '' };
  if (node.node !== 'keep')
    return {
      ...leaf,
      memoByType: isOfDirectory(node)
        ? new Map([...directoryKinds.keys()].map((type) => [type, createMemo()]))
        : new Map(),
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
  /** Prepares the tables of an endpoint; returns false if only the reference walk supports it. */
  readonly prepareFor: (response: AllowListResponse) => boolean;
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
      for (const [index, node] of reached ?? []) prepared[index] ??= prepare(node, index);
      return reached !== undefined;
    },
  };
};

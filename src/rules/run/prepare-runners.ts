import { decodeUtf8, isArray, isObject, type JsonValue, parsedMemory, parseJson, printJson } from '../../json/index.ts';
import type { RunContext, Runner, Runners, RunResult } from '../../plan/index.ts';
import { asSanitizedBody, noDrops, tooLargeToParse } from '../../plan/index.ts';
import type { AllowListPlan, AllowListResponse, ArrayNode, ResponseNode } from '../plan/index.ts';
import { type IsDropped, prepareDrop } from './drop-items.ts';
import { beginWalk, type IsVisible, prepareVisible } from './population.ts';
import { type Linking, prepareNode, referencesOf } from './prepare-node.ts';
import { prepareScans, type ScanRun } from './scan/scan-page.ts';
import { prepareKeys } from './token-order.ts';
import {
  annotationKey,
  anywhere,
  dropUnknown,
  keepCount,
  type Member,
  type Place,
  type Step,
  sealLink,
  type Walk,
} from './walk.ts';

const invalid = (why: string): RunResult => ({ ok: false, code: 'Graphveil.UpstreamInvalid', why });
const unreadable = (why: string): RunResult => ({ ok: false, code: 'Graphveil.UpstreamInvalid', why, cut: true });

const whyUnsealed = {
  'Graphveil.LinkUnmapped': 'a link of the answer leads to no endpoint of the rules',
  'Graphveil.LinkTooLong': 'a link of the answer is longer than the proxy could read again',
} as const;

const unsealed = (code: keyof typeof whyUnsealed): RunResult => ({ ok: false, code, why: whyUnsealed[code] });

/** A dropped item gets Graph's own error code for an item that doesn't exist. */
const withheld: RunResult = {
  ok: false,
  code: 'Graphveil.ItemDropped',
  graphCode: 'ErrorItemNotFound',
  why: 'the rules drop this item',
};

/** A person or a group that the caller may not see looks like one that doesn't exist. */
const outsideGrant: RunResult = {
  ok: false,
  code: 'Graphveil.OutsideGrant',
  graphCode: 'Request_ResourceNotFound',
  why: 'it is outside the group that the caller may see',
};

/** True for an object that contains an error of Graph, as a failed part of a 200 does. */
const carriesError = (value: JsonValue): boolean => {
  const error = isObject(value) ? value.get('error') : undefined;
  return error !== undefined && isObject(error);
};

/** True for an object that consists of an error and annotations. Some types declare a property called `error`. */
const isError = (value: JsonValue): boolean =>
  carriesError(value) && isObject(value) && [...value.keys()].every((name) => name === 'error' || name.includes('@'));

/** An error at the root of a page means that the rest is missing; an item that failed is an error itself. */
const pageFailed = (root: JsonValue, items: boolean): boolean => {
  if (carriesError(root)) return true;
  const listed = isObject(root) && items ? root.get('value') : undefined;
  return listed !== undefined && isArray(listed) && listed.some(isError);
};

type List = {
  readonly items: Step;
  readonly isDropped: IsDropped;
  readonly isVisible: IsVisible;
  /** False if items can be dropped, because Graph's count would include them. */
  readonly counted: boolean;
  readonly delta: boolean;
};

/** Walks `{value: […]}` with its links and count. Returns undefined if the root has any other shape. */
const walkCollection = (
  root: JsonValue,
  { items, isDropped, isVisible, counted, delta }: List,
  walk: Walk,
): JsonValue | undefined => {
  const listed = isObject(root) ? root.get('value') : undefined;
  if (!isObject(root) || !isArray(listed)) return undefined;

  const { population } = walk.tools;
  const isKept = (item: JsonValue): boolean => !isDropped(item) && isVisible(item, walk);
  const annotated = (name: string, value: JsonValue): Member | undefined => {
    const key = annotationKey(name);
    if (key === '@nextlink') return sealLink('@odata.nextLink', value, 'page', walk);
    if (key === '@deltalink' && delta) return sealLink('@odata.deltaLink', value, 'delta', walk);
    return key === '@count' && counted && population === undefined ? keepCount(value, walk) : dropUnknown(name, walk);
  };

  const place: Place = { removed: false, ordered: walk.tools.ordered === true };
  const kept = new Map<string, JsonValue>();
  for (const [name, member] of root) {
    const found =
      name === 'value'
        ? {
            name,
            value: items(listed.filter(isKept), walk, place),
          }
        : annotated(name, member);
    if (found?.value !== undefined) kept.set(found.name, found.value);
  }
  return kept;
};

/** True if the rules themselves name a property called `error` at this node. */
const namesError = (nodes: readonly ResponseNode[], at: number): boolean => {
  const node = nodes[at];
  if (node?.node === 'by-type') return Object.values(node.types).some((member) => namesError(nodes, member));
  return node?.node === 'object' && Object.hasOwn(node.properties, 'error');
};

/** A number as text (OData, "Requesting the Number of Items in a Collection"), with or without a byte order mark. */
const number = /^\ufeff?(0|[1-9][0-9]{0,8})\s*$/;

/** Sanitizes the number of items, which has no properties. */
const countRunner: Runner = {
  run: (body) => {
    const digits =
      body.length > 64 ? undefined : number.exec(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body))?.[1];
    return digits === undefined
      ? invalid('the answer is not a number')
      : { ok: true, body: asSanitizedBody(new TextEncoder().encode(digits)), counts: noDrops() };
  },
};

const prepareEndpoint = (
  { shape, root: item, order, dropItems }: AllowListResponse,
  linking: Linking,
  scan: ScanRun | undefined,
  onWalk: RunOptions['onWalk'],
): Runner => {
  if (shape === 'count') return countRunner;
  const named = namesError(linking.nodes, item);
  const failed = (root: JsonValue): boolean =>
    shape === 'entity' ? !named && isError(root) : pageFailed(root, !named);
  const delta = shape === 'delta';
  const isDropped = prepareDrop(dropItems);
  const isVisible = prepareVisible(item, linking.nodes);
  const array: ArrayNode = {
    node: 'array',
    item,
    ...(delta && { removed: true }),
    ...(order !== undefined && { order }),
  };
  const list: List = {
    items: prepareNode(array, linking),
    isDropped,
    isVisible,
    counted: dropItems === undefined,
    delta,
  };
  /** Returns why a single item is refused. */
  const refusal = (root: JsonValue, walk: Walk): RunResult | undefined => {
    if (shape !== 'entity') return undefined;
    if (isDropped(root)) return withheld;
    return isVisible(root, walk) ? undefined : outsideGrant;
  };
  const walkRoot = (root: JsonValue, walk: Walk): JsonValue | undefined =>
    shape === 'entity' ? linking.at(item)(root, walk, anywhere) : walkCollection(root, list, walk);

  const walkBody = (body: Uint8Array, tools: RunContext): RunResult => {
    if (tools.memory !== undefined && parsedMemory(body) > tools.memory) return tooLargeToParse;
    const text = decodeUtf8(body);
    if (text === undefined) return unreadable('the answer is not UTF-8');
    const root = parseJson(text);
    if (root === undefined) return unreadable('the answer is not one JSON value');
    // An error that is served as a page or a person would look like an empty one.
    if (failed(root)) return invalid('the answer holds an error of Graph');
    const walk = beginWalk(tools);
    const refused = refusal(root, walk);
    if (refused !== undefined) return refused;
    const sanitized = isObject(root) ? walkRoot(root, walk) : undefined;
    if (sanitized === undefined) return invalid('the root of the answer has another shape than the rules name');
    if (walk.unsealed !== undefined) return unsealed(walk.unsealed);
    const { counts, unfit } = walk;
    return {
      ok: true,
      body: asSanitizedBody(new TextEncoder().encode(printJson(sanitized))),
      counts,
      ...(unfit.size > 0 && { unfit: Object.fromEntries(unfit) }),
    };
  };
  const walk: Runner['run'] = (body, tools) => {
    onWalk?.();
    return walkBody(body, tools);
  };
  return { run: (body, tools) => scan?.(body, tools) ?? walk(body, tools) };
};

/** The property path of each node from its entity, by the rules' names: `contexts/contextType`. The shortest one if several. */
const pathsOf = ({ nodes, endpoints }: AllowListPlan): ReadonlyMap<number, string> => {
  const paths = new Map<number, string>();
  const queue = endpoints.map(({ response }) => ({ index: response.root, path: '' }));
  for (const { index, path } of queue) {
    const node = nodes[index];
    if (node === undefined || paths.has(index)) continue;
    paths.set(index, path);
    if (node.node === 'object')
      for (const [name, child] of Object.entries(node.properties))
        queue.push({ index: child, path: path === '' ? name : `${path}/${name}` });
    else queue.push(...referencesOf(node).map((child) => ({ index: child, path })));
  }
  return paths;
};

export type RunOptions = {
  /** Serves plain documents by the scanner. @default true */
  readonly scans?: boolean;
  /** Called for each document that the walk over the parsed document serves. */
  readonly onWalk?: () => void;
};

/**
 * Prepares the runners of a Plan of the allow-list form. Throws on a Plan that `compile` didn't create, but never
 * during a run. The scanner serves plain documents, with the same bytes and counts as the walk over the parsed document.
 * The walk serves all others, and only it refuses.
 */
export const prepareRunners = (plan: AllowListPlan, { scans = true, onWalk }: RunOptions = {}): Runners => {
  const at = (node: number): Step => {
    const step = steps[node];
    if (step === undefined) throw new Error(`the plan refers to its node ${node}, which does not exist`);
    return step;
  };
  const linking: Linking = { at, keyAt: prepareKeys(plan.nodes), nodes: plan.nodes };
  const paths = pathsOf(plan);
  const steps: readonly Step[] = plan.nodes.map((node, index) => prepareNode(node, linking, paths.get(index)));
  for (const node of plan.nodes)
    for (const reference of referencesOf(node)) {
      at(reference);
      // A choice that refers to itself would never end.
      if (node.node === 'by-type' && plan.nodes[reference]?.node === 'by-type')
        throw new Error('the plan chooses by type twice');
    }
  const scanOf = scans ? prepareScans(plan, steps) : () => undefined;
  const runners = plan.endpoints.map(({ response }) => {
    at(response.root);
    return prepareEndpoint(response, linking, scanOf(response), onWalk);
  });
  return {
    at: (endpoint) => {
      const runner = runners[endpoint];
      if (runner === undefined) throw new Error(`the plan has no endpoint ${endpoint}`);
      return runner;
    },
    isBodiless: () => false,
  };
};

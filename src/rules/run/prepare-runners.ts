import { decodeUtf8, isArray, isObject, type JsonValue, parseJson, printJson } from '../../json/index.ts';
import type { RunContext, Runner, Runners, RunResult } from '../../plan/index.ts';
import { asSanitizedBody, noDrops } from '../../plan/index.ts';
import type { AllowListPlan, AllowListResponse } from '../plan/index.ts';
import { prepareNode, referencesOf } from './prepare-node.ts';
import {
  annotationKey,
  anywhere,
  dropUnknown,
  keepCount,
  type Member,
  type Step,
  sealLink,
  type Walk,
} from './walk.ts';

const invalid = (why: string): RunResult => ({ ok: false, code: 'Graphveil.UpstreamInvalid', why });

const unmapped: RunResult = {
  ok: false,
  code: 'Graphveil.LinkUnmapped',
  why: 'a link of the answer leads to no endpoint of the rules',
};

/** `{value: […]}` with its links and count; undefined where the root is anything else. */
const walkCollection = (root: JsonValue, items: Step, delta: boolean, walk: Walk): JsonValue | undefined => {
  if (!isObject(root) || !isArray(root.get('value'))) return undefined;

  const annotated = (name: string, value: JsonValue): Member | undefined => {
    const key = annotationKey(name);
    if (key === '@nextlink') return sealLink('@odata.nextLink', value, 'page', walk);
    if (key === '@deltalink' && delta) return sealLink('@odata.deltaLink', value, 'delta', walk);
    return key === '@count' ? keepCount(value, walk) : dropUnknown(name, walk);
  };

  const kept = new Map<string, JsonValue>();
  for (const [name, member] of root) {
    const found = name === 'value' ? { name, value: items(member, walk, anywhere) } : annotated(name, member);
    if (found?.value !== undefined) kept.set(found.name, found.value);
  }
  return kept;
};

const prepareEndpoint = (response: AllowListResponse, at: (node: number) => Step): Runner => {
  const delta = response.shape === 'delta';
  const items = prepareNode({ node: 'array', item: response.root, ...(delta && { removed: true }) }, at);
  const walkRoot = (root: JsonValue, walk: Walk): JsonValue | undefined =>
    response.shape === 'entity' ? at(response.root)(root, walk, anywhere) : walkCollection(root, items, delta, walk);

  const run = (body: Uint8Array, tools: RunContext): RunResult => {
    const text = decodeUtf8(body);
    if (text === undefined) return invalid('the answer is not UTF-8');
    const root = parseJson(text);
    if (root === undefined) return invalid('the answer is not one JSON value');
    const walk: Walk = { tools, counts: noDrops(), unmapped: false };
    const sanitized = isObject(root) ? walkRoot(root, walk) : undefined;
    if (sanitized === undefined) return invalid('the root of the answer has another shape than the rules name');
    if (walk.unmapped) return unmapped;
    return { ok: true, body: asSanitizedBody(new TextEncoder().encode(printJson(sanitized))), counts: walk.counts };
  };
  return { run };
};

/** Prepares the runners of a Plan of the allow-list form. Throws on a Plan that `compile` did not make, never in a run. */
export const prepareRunners = (plan: AllowListPlan): Runners => {
  const at = (node: number): Step => {
    const step = steps[node];
    if (step === undefined) throw new Error(`the plan refers to its node ${node}, which does not exist`);
    return step;
  };
  const steps: readonly Step[] = plan.nodes.map((node) => prepareNode(node, at));
  for (const node of plan.nodes)
    for (const reference of referencesOf(node)) {
      at(reference);
      // A choice that leads to itself would never end.
      if (node.node === 'by-type' && plan.nodes[reference]?.node === 'by-type')
        throw new Error('the plan chooses by type twice');
    }
  const runners = plan.endpoints.map(({ response }) => {
    at(response.root);
    return prepareEndpoint(response, at);
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

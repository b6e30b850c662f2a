import type { CompileResult } from '../../compile/index.ts';
import type { GraphVersion } from '../../graph-types/index.ts';
import type { EndpointPlan, Plan } from '../../plan/index.ts';
import {
  type AllowListEndpoint,
  type AllowListPlan,
  type DroppedValue,
  isAllowListEndpoint,
  isAllowListPlan,
} from '../../rules/plan/index.ts';
import { caseKeyring } from '../cases/case-keyring.ts';
import { createOfflineProxy, graphUrl, type OfflineProxy, type OfflineReply } from '../cases/offline-proxy.ts';
import type { Known } from '../documents/every-property.ts';
import { type Choose, type Planting, plantItems } from '../documents/plant.ts';
import { sampleTargets } from '../documents/sample-call.ts';

/** Compiled rules with the data that the checks need. */
export type Checked = Required<Pick<CompileResult, 'plan' | 'notes'>> & { readonly known: Known };

/** An endpoint whose rules name each property of its response. */
export type NamedAnswer = { readonly plan: AllowListPlan; readonly response: AllowListEndpoint['response'] };

/** An endpoint that can be called offline. */
export type Probe = {
  readonly endpoint: EndpointPlan;
  /** Absent for Psoxy's form, whose rules name dropped properties. */
  readonly named?: NamedAnswer;
  /** A call that the endpoint accepts; undefined if none was found. */
  readonly target: string | undefined;
  readonly version: GraphVersion;
  readonly entity: string | undefined;
  /** Calls the endpoint with a given body as Graph's response. */
  readonly ask: (body: unknown, status?: number, headers?: Readonly<Record<string, string>>) => Promise<OfflineReply>;
  /** Calls another target than the endpoint's own. */
  readonly askAt: (target: string, body: unknown) => Promise<OfflineReply>;
};

const encoded = (body: unknown): Uint8Array =>
  Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8');

const empty = { status: 200, headers: {}, body: encoded({ value: [] }) };

/** Finds the first target that reaches the endpoint itself. */
const acceptedTarget = async (endpoint: EndpointPlan, proxy: OfflineProxy): Promise<string | undefined> => {
  const { pseudonyms } = caseKeyring();
  for (const target of sampleTargets(endpoint, pseudonyms.tokenize)) {
    const { records, requests } = await proxy({ target }, empty);
    if (requests.length > 0 && records[0]?.endpoint === endpoint.pathTemplate) return target;
  }
  return undefined;
};

const namedAnswer = (plan: Plan, endpoint: EndpointPlan): NamedAnswer | undefined =>
  isAllowListPlan(plan) && isAllowListEndpoint(endpoint) ? { plan, response: endpoint.response } : undefined;

/** Prepares offline calls for each endpoint of compiled rules. */
export const probesOf = async ({ plan, notes }: Checked): Promise<readonly Probe[]> => {
  const proxy = createOfflineProxy(plan);
  const json = { 'content-type': 'application/json' };
  return Promise.all(
    plan.endpoints.map(async (endpoint, index) => {
      const target = await acceptedTarget(endpoint, proxy);
      const named = namedAnswer(plan, endpoint);
      const { version = 'v1.0', entity } = notes.endpoints[index] ?? {};
      return {
        endpoint,
        ...(named !== undefined && { named }),
        target,
        version,
        entity,
        ask: (body, status = 200, headers = {}) =>
          proxy({ target: target ?? '/' }, { status, headers: { ...json, ...headers }, body: encoded(body) }),
        askAt: (other, body) => proxy({ target: other }, { status: 200, headers: json, body: encoded(body) }),
      };
    }),
  );
};

/** Changes an item so that the rules don't drop it: a check of an empty reply would show nothing. */
const shownItem =
  (dropItems: readonly DroppedValue[] = []) =>
  (item: unknown): unknown => {
    const shown = Object.entries(item as Readonly<Record<string, unknown>>).flatMap(([name, value]) => {
      const dropped = dropItems.some((drop) => drop.property === name && drop.value === value);
      if (!dropped) return [[name, value]];
      return typeof value === 'boolean' ? [[name, !value]] : [];
    });
    return Object.fromEntries(shown);
  };

/** Builds a response of Graph for an endpoint with every property of every item filled. */
export const plantedAnswer = (
  probe: Probe,
  choose: Choose,
  { notes, known }: Checked,
  { annotated = false, mostUnnamed, link }: Partial<Pick<Planting, 'annotated' | 'mostUnnamed' | 'link'>> = {},
): unknown => {
  if (probe.named === undefined) return undefined;
  const { plan, response } = probe.named;
  if (response.shape === 'count') return 7;
  const items = plantItems(response.root, probe.entity, {
    plan,
    notes,
    knowledge: known,
    version: probe.version,
    choose,
    annotated,
    mostUnnamed,
    link,
  }).map(shownItem(response.dropItems));
  if (response.shape === 'entity') return items[0];
  const annotation = (name: string) => choose({ path: name, node: undefined, property: undefined, invented: true });
  return {
    '@odata.context': annotation('@odata.context'),
    '@microsoft.graph.tips': annotation('@microsoft.graph.tips'),
    zzUndeclared: annotation('zzUndeclared'),
    value: items,
  };
};

/** Builds a link to the next page as Graph would, with a text in its skip token. */
export const nextLink = (asked: string, text: string): string => {
  const [path = ''] = asked.replace(graphUrl, '').split('?');
  return `${graphUrl}${path}?$skiptoken=${encodeURIComponent(Buffer.from(text).toString('base64'))}${encodeURIComponent(text)}`;
};

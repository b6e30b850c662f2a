import type { ReadyConnector } from '../../connectors/index.ts';
import type { Source } from '../../sources/index.ts';
import { collectionOf, type KnownIds, makeKnownIds } from '../shared/known-ids.ts';
import { prepareAlign } from './align-answer.ts';
import { ask, type DemoCall, type UpstreamTap } from './ask.ts';
import type { TwinWorld } from './twin-world.ts';

export type Scenario = {
  readonly connectors: readonly ReadyConnector[];
  readonly world: TwinWorld;
  readonly tap: UpstreamTap;
  readonly onSource: (source: Source) => void;
  readonly onRemark: (text: string) => void;
  readonly onCall: (call: DemoCall) => void;
};

/** Tokens with incomplete roles are kept for a minute; the demo advances the proxies' clock instead of waiting. */
const untilHealed = 61_000;

/**
 * Plays the demo: late consent that takes effect on the first source, then each source's example calls with pseudonyms
 * of earlier replies, a page that is followed through its sealed link, and refused calls. Returns all calls in order.
 */
export const playScenario = async (scenario: Scenario): Promise<readonly DemoCall[]> => {
  const calls: DemoCall[] = [];
  for (const [index, connectors] of scenario.connectors.entries()) {
    const stage = makeStage(scenario, connectors, calls);
    scenario.onSource(connectors.source);
    if (index === 0) await healLateConsent(stage);
    await playExamples(stage);
    await playRefusals(stage, index);
  }
  return calls;
};

type Stage = Scenario & {
  readonly source: Source;
  readonly ids: KnownIds;
  readonly call: (title: string, target: string) => Promise<DemoCall>;
  readonly quietly: (target: string) => Promise<DemoCall>;
};

const idsOf = (answer: unknown): readonly unknown[] => {
  const items = (answer as { readonly value?: unknown } | null | undefined)?.value;
  return Array.isArray(items) ? items.map((item: { readonly id?: unknown } | null) => item?.id) : [];
};

/**
 * Returns the position of the person with the busiest mailbox and calendar, otherwise of the first person in Graph's
 * list.
 */
const tellingPlace = (busiest: string, before: unknown, aligned: unknown): number => {
  const [first] = idsOf(before);
  const ids = idsOf(aligned);
  return Math.max(0, ids.indexOf(ids.includes(busiest) ? busiest : first));
};

const makeStage = (scenario: Scenario, { source, rules }: ReadyConnector, calls: DemoCall[]): Stage => {
  const ids = makeKnownIds();
  const align = prepareAlign(rules.plan, scenario.world.pseudonyms);
  const baseUrl = `${scenario.world.http.url}/${source.id}`;
  const quietly = async (target: string, title = ''): Promise<DemoCall> => {
    const call = await ask({ baseUrl, source: source.id, title, target }, scenario.tap);
    if (call.status !== 200 || call.upstream === undefined) return call;
    const aligned = await align(call.upstream, call.before);
    ids.learn(target, call.after, tellingPlace(scenario.world.twin.organization.busiest.id, call.before, aligned));
    return { ...call, before: aligned };
  };
  const call = async (title: string, target: string): Promise<DemoCall> => {
    const made = await quietly(target, title);
    calls.push(made);
    scenario.onCall(made);
    return made;
  };
  return { ...scenario, source, ids, call, quietly };
};

const healLateConsent = async ({ source, call, world, onRemark }: Stage): Promise<void> => {
  const [first] = source.exampleCalls;
  if (first === undefined) return;
  onRemark('No administrator has consented yet:');
  await call('before consent', first.path);
  world.consent(source.id);
  world.passTime(untilHealed);
  onRemark(
    'The administrator grants consent, and a minute passes (the demo moves the proxy’s clock). Nothing is redeployed:',
  );
};

const playExamples = async (stage: Stage): Promise<void> => {
  let followed = false;
  for (const { title, path } of stage.source.exampleCalls) {
    const target = await filled(stage, path);
    if (target === undefined) continue;
    const { after } = await stage.call(title, target);
    const next = nextLink(after);
    if (next === undefined || followed) continue;
    followed = true;
    await stage.call('the next page, through its sealed link', next);
  }
};

/** Fills the placeholders of an example's path with pseudonyms, and first calls collections for missing ones. */
const filled = async ({ ids, quietly, source, onRemark }: Stage, path: string): Promise<string | undefined> => {
  for (;;) {
    const result = ids.fill(path);
    if ('path' in result) return result.path;
    const before = result.missing;
    await quietly(`${collectionOf(before, source.graph.version)}?$top=100`);
    const again = ids.fill(path);
    if ('missing' in again && again.missing === before) {
      onRemark(`(skipped ${path}: no ${before} is known here)`);
      return undefined;
    }
  }
};

const playRefusals = async ({ source, call, world, onRemark }: Stage, index: number): Promise<void> => {
  const example = source.exampleCalls.map(({ path }) => path).find((path) => path.includes('{userId}'));
  const someone = world.twin.organization.busiest.userPrincipalName;
  if (index % 2 === 0 && example !== undefined) {
    onRemark('A call that names a person is refused; a path takes only pseudonyms:');
    await call('by name', example.replaceAll('{userId}', encodeURIComponent(someone)));
  } else {
    onRemark("The rules don't name search, so a search is refused:");
    const [first] = source.exampleCalls;
    await call(
      'a search',
      `${first?.path.split('?')[0] ?? '/'}?$search=${encodeURIComponent(`"displayName:${someone}"`)}`,
    );
  }
};

const nextLink = (reply: unknown): string | undefined => {
  const link = (reply as Record<string, unknown> | null)?.['@odata.nextLink'];
  return typeof link === 'string' ? link : undefined;
};

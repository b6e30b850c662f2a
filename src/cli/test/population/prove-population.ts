import type { ReadyConnector } from '../../../connectors/index.ts';
import { isAllowListPlan } from '../../../rules/plan/index.ts';
import { changeMembers, type Paths } from './change-members.ts';
import { drawCall } from './draw-call.ts';
import { interleaveCallers } from './interleave-callers.ts';
import { addJudgements, type Finding, type Judgement, noJudgement } from './judge-reply.ts';
import { createKnownIds, type Dice } from './known-ids.ts';
import { playCall, type Round, type Tried } from './play-call.ts';
import { type Asked, type ProofWorld, startProofWorld } from './proof-world.ts';

export type ProofOptions = {
  /** The connectors of each organization in turn. */
  readonly connectors: readonly (readonly ReadyConnector[])[];
  /** Least number of documents that are compared. */
  readonly documents: number;
  readonly seed: number;
  readonly onProgress?: (documents: number) => void;
};

/** An endpoint, and how often it was compared and refused. */
export type EndpointFigures = {
  readonly source: string;
  readonly endpoint: string;
  readonly refusesAll: boolean;
  readonly compared: number;
  readonly refused: number;
};

export type RepeatedFinding = Finding & { readonly times: number };

/** The figures of a proof, and its findings. */
export type PopulationProof = Omit<Judgement, 'compared' | 'refused' | 'problems'> & {
  readonly documents: number;
  readonly refusals: number;
  readonly organizations: number;
  readonly calls: number;
  readonly attacks: Readonly<Record<string, number>>;
  /** Number of times that somebody joined and left a group. */
  readonly changes: number;
  /** Number of replies to callers that called at the same time. */
  readonly interleaved: number;
  readonly endpoints: readonly EndpointFigures[];
  readonly findings: readonly RepeatedFinding[];
};

/** Documents that are compared in one organization, so that long runs see many groups with each variant. */
const documentsOfOne = 2_500;

/** Draws in a row of which none may give a document. */
const mostDraws = 2_000;

type Counted = Tried & { compared: number; refused: number; tries: number };

const endpointsOf = (connectors: readonly ReadyConnector[]): readonly Counted[] =>
  connectors.flatMap((connector) => {
    const { plan } = connector.rules;
    if (!isAllowListPlan(plan)) return [];
    return plan.endpoints.map((endpoint) => ({ connector, endpoint, compared: 0, refused: 0, tries: 0 }));
  });

/** Chooses among the endpoints with the fewest results. */
const chooseEndpoint = (endpoints: readonly Counted[], dice: Dice): Counted => {
  const resultsOf = ({ compared, refused, tries }: Counted): number => compared + refused + tries / 20;
  const some = dice.sample(endpoints, dice.chance(0.2) ? 1 : 12);
  return some.reduce((best, each) => (resultsOf(each) < resultsOf(best) ? each : best));
};

/** Chooses a connector that follows changes of people. */
const pathsOf = (connectors: readonly ReadyConnector[]): Paths | undefined => {
  const person = '/v1.0/users/{userId}';
  const delta = '/v1.0/users/delta';
  const found = connectors.find(({ rules: { plan } }) =>
    [person, delta].every((path) => plan.endpoints.some(({ pathTemplate }) => pathTemplate === path)),
  );
  return found && { connector: found.name, person: (token) => person.replace('{userId}', token), delta };
};

/** Adds up the results of all organizations. */
const createTally = (onProgress: ProofOptions['onProgress']) => {
  const counted = new Map<string, Counted>();
  const findings = new Map<string, Finding & { times: number }>();
  const attacks = new Map<string, number>();
  const tally = { total: noJudgement, documents: 0, refusals: 0 };
  const keyOf = ({ connector, endpoint }: Tried): string => `${connector.name} ${endpoint.pathTemplate}`;

  const find = (finding: Finding): void => {
    const { caller: _, ...rest } = finding;
    const key = JSON.stringify(rest);
    const known = findings.get(key) ?? { ...finding, times: 0 };
    known.times += 1;
    findings.set(key, known);
  };
  const report: Round['report'] = (tried, caller, judgement, attack) => {
    tally.total = { ...addJudgements(tally.total, judgement), problems: [] };
    const own = counted.get(keyOf(tried));
    if (attack !== undefined) attacks.set(attack, (attacks.get(attack) ?? 0) + 1);
    else if (judgement.compared) {
      tally.documents += 1;
      if (own !== undefined) own.compared += 1;
      onProgress?.(tally.documents);
    } else if (judgement.refused) {
      tally.refusals += 1;
      if (own !== undefined) own.refused += 1;
    }
    const { connector, endpoint } = tried;
    for (const problem of judgement.problems)
      find({ ...problem, caller: caller.name, source: connector.name, endpoint: endpoint.pathTemplate });
  };
  return {
    tally,
    report,
    find,
    attacks,
    /** Returns the endpoints of an organization's connectors with the counts so far. */
    endpoints: (connectors: readonly ReadyConnector[]): readonly Counted[] =>
      endpointsOf(connectors).map((endpoint) => {
        const { compared = 0, refused = 0 } = counted.get(keyOf(endpoint)) ?? {};
        const own = { ...endpoint, compared, refused };
        counted.set(keyOf(endpoint), own);
        return own;
      }),
    figures: (): readonly EndpointFigures[] =>
      [...counted.values()].map(({ connector, endpoint: { pathTemplate, bound }, compared, refused }) => ({
        source: connector.name,
        endpoint: pathTemplate,
        refusesAll: bound.by === 'none',
        compared,
        refused,
      })),
    findings: (): readonly RepeatedFinding[] => [...findings.values()],
  };
};

type Tally = ReturnType<typeof createTally>;

/** Lets members of a group change, and reports the problems of each. */
const playChange = async (
  world: ProofWorld,
  connectors: readonly ReadyConnector[],
  { find }: Tally,
): Promise<number> => {
  const [caller, bystander] = world.callers();
  const paths = pathsOf(connectors);
  if (caller === undefined || bystander === undefined || paths === undefined) return 0;
  const { problems } = await changeMembers(world, caller, bystander, paths);
  for (const problem of problems)
    find({ ...problem, caller: caller.name, source: paths.connector, endpoint: paths.delta });
  return 1;
};

/** Calls that each of the callers makes while the others call. */
const callsAtOnce = 6;

/** Lets callers of two groups call at the same time, and reports replies that differ. */
const playAtOnce = async (
  world: ProofWorld,
  tried: readonly Tried[],
  draw: Round['draw'],
  { find }: Tally,
): Promise<number> => {
  const [one, other] = world.callers();
  if (one === undefined || other === undefined) return 0;
  const dice = world.organization.dice('calls at the same time');
  const calls = new Map<Asked, Tried>();
  for (const each of dice.sample(tried, tried.length)) {
    if (calls.size === callsAtOnce) break;
    const drawn = each.endpoint.bound.by === 'none' ? undefined : draw(each, dice.pick([one, other]));
    if (drawn === undefined) continue;
    calls.set({ connector: each.connector.name, target: drawn.target, headers: drawn.headers }, each);
  }
  const { replies, differing } = await interleaveCallers(world, [one, other], [...calls.keys()], dice);
  for (const call of differing) {
    const { connector, endpoint } = calls.get(call) as Tried;
    const text = 'a reply differs while callers of another group call';
    find({ kind: 'leak', text, caller: one.name, source: connector.name, endpoint: endpoint.pathTemplate });
  }
  return replies;
};

/** Plays calls of one organization until so many documents are compared. Members change in the middle. */
const playOrganization = async (
  world: ProofWorld,
  connectors: readonly ReadyConnector[],
  until: number,
  counts: Tally,
): Promise<{ readonly changes: number; readonly interleaved: number }> => {
  const { organization, pseudonyms } = world;
  const { tally, report } = counts;
  const dice = organization.dice('calls of the proof');
  const ids = createKnownIds(pseudonyms);
  const draw: Round['draw'] = ({ endpoint }, { truth, group }) =>
    drawCall(endpoint, { organization, pseudonyms, ids, dice, focus: { truth, groupId: group.id } });
  const endpoints = counts.endpoints(connectors);
  const middle = (tally.documents + until) / 2;
  let changes = 0;
  let since = { documents: tally.documents, draws: 0 };
  while (tally.documents < until) {
    since =
      since.documents < tally.documents
        ? { documents: tally.documents, draws: 0 }
        : { ...since, draws: since.draws + 1 };
    if (since.draws > mostDraws) throw new Error('the proof finds no more calls that are served');
    if (changes === 0 && tally.documents >= middle) changes = await playChange(world, connectors, counts);
    const tried = chooseEndpoint(endpoints, dice);
    tried.tries += 1;
    const caller = dice.pick(world.callers());
    const call = draw(tried, caller);
    if (call !== undefined) await playCall({ world, ids, draw, report }, tried, caller, call);
  }
  return { changes, interleaved: await playAtOnce(world, endpoints, draw, counts) };
};

/**
 * Draws calls of all endpoints, makes each as a caller that is limited to one of three groups and as one that sees everybody, and
 * compares both replies with the organization itself.
 */
export const provePopulation = async (options: ProofOptions): Promise<PopulationProof> => {
  const { connectors, documents, seed, onProgress } = options;
  const counts = createTally(onProgress);
  const { tally } = counts;
  let organizations = 0;
  let calls = 0;
  let changes = 0;
  let interleaved = 0;
  while (tally.documents < documents) {
    const chosen = connectors[organizations % connectors.length] ?? [];
    const world = await startProofWorld(chosen, seed + organizations);
    organizations += 1;
    try {
      const until = Math.min(documents, tally.documents + documentsOfOne);
      const played = await playOrganization(world, chosen, until, counts);
      changes += played.changes;
      interleaved += played.interleaved;
    } finally {
      calls += world.calls();
      await world.stop();
    }
  }
  const { compared: _, refused: __, problems: ___, ...total } = tally.total;
  return {
    documents: tally.documents,
    refusals: tally.refusals,
    organizations,
    calls,
    changes,
    interleaved,
    ...total,
    attacks: Object.fromEntries(counts.attacks),
    endpoints: counts.figures(),
    findings: counts.findings(),
  };
};

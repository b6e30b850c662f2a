import {
  type Bound,
  type EndpointPlan,
  isSubjectKind,
  type NamedValue,
  type OwnedKind,
  type PopulationView,
  tokenKindOf,
  type UpstreamTarget,
  type ValueKindName,
} from '../plan/index.ts';
import {
  type AskGraph,
  createOwners,
  createPopulations,
  type Grant,
  isAbsent,
  type Population,
} from '../population/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Keyring, Pseudonyms, ValueKind } from '../pseudonyms/index.ts';
import type { Matcher } from '../rule-forms/prepared.ts';
import type { Call } from './call.ts';
import { checkResponse } from './check-response.ts';
import type { ProxiedConnector, ProxyPorts } from './connector.ts';
import type { OpenedCall } from './follow-link.ts';
import { grantOfCall } from './identify.ts';

type Refused = { readonly ok: false; readonly problem: Problem };

/** The parts of an opened call that decide about it. */
type Opened = Pick<Extract<OpenedCall, { ok: true }>, 'index' | 'endpoint' | 'request' | 'followed'> & {
  readonly keyring: Keyring;
};

const refuse = (problem: Problem): Refused => ({ ok: false, problem });

/** A plain id that a caller may not see looks like one that doesn't exist, so that nobody can look up who is a member. */
const outside = (plain: boolean): Refused =>
  refuse({
    code: 'Graphveil.OutsideGrant',
    ...(plain && { status: 404, graphCode: 'Request_ResourceNotFound' }),
  });

/** A delta link of other people: somebody could be missing from all further rounds. */
const resync: Problem = {
  code: 'Graphveil.LinkExpired',
  graphCode: 'resyncRequired',
  detail: 'people have joined since it was given',
};

/** Kinds of a value that can identify a person or a group; empty for a thing. */
const subjectKinds = (kind: string): readonly ValueKind[] => {
  if (kind === 'directory-object-id') return ['user-id', 'group-id'];
  return isSubjectKind(kind) ? [tokenKindOf(kind as ValueKindName)] : [];
};

/** Returns the first value that names a person or a group outside of the population. */
const firstOutside = (
  named: readonly NamedValue[],
  { has }: Population,
  { pseudonymize }: Pseudonyms,
): NamedValue | undefined =>
  named.find(({ kind, value }) => {
    const kinds = subjectKinds(kind);
    const isInside = (each: ValueKind): boolean =>
      has(pseudonymize(value, each, { reversible: false, domain: 'drop' }).hash);
    return kinds.length > 0 && !kinds.some(isInside);
  });

const selection = /([?&](?:\$|%24)?select=)([^&]*)/gi;
const hasId = /(?:^|,|%2c)id(?:,|%2c|$)/i;

/** Adds `id` to the selection of a request, because items without one can't be told from others. */
const selectId = (target: string): string =>
  target.replace(selection, (whole, _, names: string) => (hasId.test(names) ? whole : `${whole},id`));

/** A list that a filter limits. */
const withoutFilter = (property: string): Problem => ({
  code: 'Graphveil.EndpointUnbounded',
  detail: `$filter by ${property} is missing`,
});

/** True if the call names the subject that limits the endpoint. */
const namesBound = ({ by }: Bound, named: readonly NamedValue[]): boolean =>
  by === 'items' || named.some(({ kind }) => subjectKinds(kind).length > 0);

/** The default of the setting. */
const defaultLeastGroupSize = 5;

type Found = { readonly ok: true; readonly population: Population } | Refused;

/**
 * Creates the step that decides whose data a call may see. Without grants in the settings, callers with credentials of the platform see
 * everybody's, and registered tools what their grants name. It judges the request as it
 * will be sent, so a link counts by where it leads and not by whom it was given to.
 * @param asking asks Graph beside a call
 */
export const createAdmit = (
  connector: ProxiedConnector,
  matcher: Pick<Matcher, 'isDelta'>,
  { clock }: Pick<ProxyPorts, 'clock'>,
  asking: (call: Pick<Call, 'deadline'>) => AskGraph,
) => {
  const { graph, grants, expectedRoles, plan, leastGroupSize = defaultLeastGroupSize } = connector;
  const populations = createPopulations({ graph, clock, leastGroupSize: grants?.leastGroupSize ?? leastGroupSize });
  const owners = createOwners({ graph, clock });

  /** Returns the population of a grant, if nobody has joined it since a followed link was given. */
  const findPopulation = async (grant: Grant, ask: AskGraph, { index, followed, keyring }: Opened): Promise<Found> => {
    const found = await populations.get(grant, keyring, ask);
    if (followed === undefined || !matcher.isDelta(index) || !found.ok) return found;
    const { population: digest = '' } = followed;
    if (found.population.covers(digest)) return found;
    // Another instance of the function may have read the members later than this one.
    const newer = await populations.get(grant, keyring, ask, true);
    return newer.ok && !newer.population.covers(digest) ? refuse(resync) : newer;
  };

  /** Looks up the people of a drive, chat or call. Returns why the call is refused. */
  const judgeOwner = async (
    of: OwnedKind,
    { request: { named = [] }, keyring }: Opened,
    population: Population,
    ask: AskGraph,
  ): Promise<Refused | undefined> => {
    const thing = named.find(({ kind }) => kind === of);
    if (thing === undefined) return outside(false);
    const answer = await owners({ of, id: thing.value, plain: thing.plain }, population, keyring.pseudonyms, ask);
    if (answer.ok) return answer.inside ? undefined : outside(thing.plain);
    const missing = expectedRoles.filter((role) => !answer.roles.includes(role));
    // A plain id can be guessed, so one that doesn't exist, or is closed to everybody, looks like one of others.
    const isClosed = answer.response.status === 403 && missing.length === 0;
    if (thing.plain && (isAbsent(answer) || isClosed)) return outside(true);
    return refuse(checkResponse(answer.response, missing, clock()) ?? { code: 'Graphveil.UpstreamInvalid' });
  };

  /** Returns why a call is refused; undefined if it concerns the population. */
  const judge = async (
    bound: Bound,
    opened: Opened,
    population: Population,
    ask: AskGraph,
  ): Promise<Refused | undefined> => {
    const { keyring } = opened;
    const { named = [] } = opened.request;
    const foreign = firstOutside(named, population, keyring.pseudonyms);
    if (foreign !== undefined) return outside(foreign.plain);
    if (bound.by === 'owner') return judgeOwner(bound.of, opened, population, ask);
    if (namesBound(bound, named)) return undefined;
    return bound.by === 'filter' ? refuse(withoutFilter(bound.parameter)) : outside(false);
  };

  /** Returns the request with its limit. */
  const limit = async (
    call: Call,
    opened: Opened,
    grant: Grant,
  ): Promise<{ readonly ok: true; readonly request: UpstreamTarget } | Refused> => {
    const { index, request } = opened;
    const { bound } = plan.endpoints[index] as EndpointPlan;
    if (bound.by === 'none') return refuse({ code: 'Graphveil.EndpointUnbounded' });
    const ask = asking(call);
    const found = await findPopulation(grant, ask, opened);
    if (!found.ok) return found;
    const { population } = found;
    const refusal = await judge(bound, opened, population, ask);
    if (refusal !== undefined) return refusal;
    const view: PopulationView = {
      digest: population.digest,
      reading: population.reading,
      has: population.has,
      counterparts: grant.counterparts,
      shared: bound.by === 'owner' && bound.of === 'call-record-id',
    };
    const target = bound.items === true ? selectId(request.target) : request.target;
    return { ok: true, request: { ...request, target, limit: view } };
  };

  return async <Given extends Opened>(
    call: Call,
    opened: (Given & { readonly ok: true }) | { readonly ok: false; readonly problem: Problem },
  ): Promise<(Given & { readonly ok: true }) | { readonly ok: false; readonly problem: Problem }> => {
    if (!opened.ok) return opened;
    const grant = grantOfCall(call, connector, opened.endpoint.pathTemplate);
    if (grant !== 'everybody') {
      if ('problem' in grant) return refuse(grant.problem);
      const limited = await limit(call, opened, grant);
      return limited.ok ? { ...opened, request: limited.request } : limited;
    }
    const others = opened.followed?.population !== undefined && matcher.isDelta(opened.index);
    return others ? refuse(resync) : opened;
  };
};

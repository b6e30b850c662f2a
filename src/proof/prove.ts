import type { CompileResult } from '../compile/index.ts';
import type { Position } from '../diagnostics/index.ts';
import type { GraphVersion } from '../graph-types/index.ts';
import type { EndpointPlan, Plan } from '../plan/index.ts';
import { describe } from '../problems/diagnostics/index.ts';
import { type AllowListEndpoint, type AllowListPlan, isAllowListPlan } from '../rules/plan/index.ts';
import { notJudged } from './judge.ts';
import type { Knowledge } from './knowledge.ts';
import { orderGaps } from './order-gaps.ts';
import type { EndpointProof, Gap, Proof, ProofRow } from './proof.ts';
import { proveAnswer } from './prove-answer.ts';
import { answerOf, pathGaps } from './questions/judge-path.ts';
import { countGaps, requestGaps } from './questions/judge-request.ts';
import { plainIdsOf } from './questions/plain-ids.ts';

/** Compiled rules, with the notes that their Plan doesn't include. */
export type CompiledRules<Compiled extends Plan = Plan> = Required<Pick<CompileResult<Compiled>, 'plan' | 'notes'>>;

export type ProveOptions = {
  /** Requires a judgement of dropped properties too, as for the project's own sources. */
  readonly everythingJudged: boolean;
};

const psoxyGap: Gap = describe('proof/form-cannot-be-proven');

const entityGap: Gap = describe('proof/no-entity');

const demandClass = (row: ProofRow): ProofRow =>
  row.class === 'not-judged' && row.gaps.length === 0 ? { ...row, gaps: [notJudged(row.path)] } : row;

/** The row of a number of items, which is the whole response. */
const numberRow = (position: Position): ProofRow => ({
  path: '$count',
  type: 'int32',
  declaredBy: [],
  class: 'metadata',
  disposition: 'kept',
  how: 'as it is',
  navigation: false,
  position,
  gaps: [],
});

type RowsOf = (version: GraphVersion, entity: string | undefined, root: number, answer: string) => readonly ProofRow[];

/** Proves each response once: many endpoints share theirs. */
const rowsOnce = (
  { plan, notes }: CompiledRules<AllowListPlan>,
  knowledge: Knowledge,
  { everythingJudged }: ProveOptions,
): RowsOf => {
  const proven = new Map<string, readonly ProofRow[]>();
  return (version, entity, root, answer) => {
    const before = proven.get(answer);
    if (before !== undefined) return before;
    const rows = proveAnswer(root, entity, { plan, notes, version, knowledge });
    const judged = everythingJudged ? rows.map(demandClass) : rows;
    proven.set(answer, judged);
    return judged;
  };
};

const proveEndpoint = (
  endpoint: AllowListEndpoint,
  index: number,
  { plan, notes }: CompiledRules<AllowListPlan>,
  rowsOf: RowsOf,
): EndpointProof => {
  const { pathTemplate, position, request, response } = endpoint;
  const { version = 'v1.0', entity: named } = notes.endpoints[index] ?? {};
  // The path determines the type, even if the rules name another: rows of the wrong type could be judged as harmless.
  const entity = answerOf(request.segments, version)?.type ?? named;
  const answer = `${version} ${entity ?? ''} ${response.root}`;
  return {
    pathTemplate,
    position,
    version,
    ...(entity !== undefined && { entity }),
    shape: response.shape,
    rows: response.shape === 'count' ? [numberRow(position)] : rowsOf(version, entity, response.root, answer),
    gaps: [...(entity === undefined ? [entityGap] : []), ...orderGaps(response, plan)],
    answer,
  };
};

/** Reports a single gap for all endpoints that can't be proven, at the first. */
const unproven = (endpoints: readonly EndpointPlan[]): readonly EndpointProof[] =>
  endpoints.map(({ pathTemplate, position: own }) => {
    const [{ position } = { position: own }] = endpoints;
    return { pathTemplate, position, shape: 'any', rows: [], gaps: [psoxyGap], answer: '' };
  });

/** Adds the position of the rule that a gap concerns. */
const placed = (gap: Gap, position: Position | undefined): Gap => (position === undefined ? gap : { ...gap, position });

/**
 * Verifies compiled rules against Microsoft's types and paths: every property, and every request that a call can make.
 */
export const prove = ({ plan, notes }: CompiledRules, knowledge: Knowledge, options: ProveOptions): Proof => {
  const { title, form, endpoints } = plan;
  if (!isAllowListPlan(plan)) return { title, form, endpoints: unproven(endpoints) };
  const compiled = { plan, notes };
  const rowsOf = rowsOnce(compiled, knowledge, options);
  const answers = plan.endpoints.map((endpoint, index) => ({
    request: endpoint.request,
    root: plan.nodes[endpoint.response.root],
    answer: proveEndpoint(endpoint, index, compiled, rowsOf),
  }));
  const plainIds = plainIdsOf(
    answers.map(({ answer }) => answer),
    knowledge.types,
  );
  return {
    title,
    form,
    endpoints: answers.map(({ request, root, answer }, index) => {
      const { version = 'v1.0', entity, entityPosition, parameters } = notes.endpoints[index] ?? {};
      const gaps = [
        ...pathGaps(request.segments, version, entity).map((gap) => placed(gap, entityPosition)),
        ...[...requestGaps(request, answer, knowledge, plainIds), ...countGaps(request, root)].map(
          ({ parameter, gap }) => placed(gap, parameters?.get(parameter)),
        ),
      ];
      return { ...answer, gaps: [...answer.gaps, ...gaps] };
    }),
  };
};

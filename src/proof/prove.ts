import type { CompileResult } from '../compile/index.ts';
import type { EndpointPlan, Plan } from '../plan/index.ts';
import { describe } from '../problems/diagnostics/index.ts';
import { type AllowListEndpoint, type AllowListPlan, isAllowListPlan } from '../rules/plan/index.ts';
import { notJudged } from './judge.ts';
import type { Knowledge } from './knowledge.ts';
import { orderGaps } from './order-gaps.ts';
import { keepsIds, plainQuestions } from './plain-questions.ts';
import type { EndpointProof, Gap, Proof, ProofRow } from './proof.ts';
import { proveAnswer } from './prove-answer.ts';

/** Rules that compiled, with what their Plan does not carry. */
export type CompiledRules<Compiled extends Plan = Plan> = Required<Pick<CompileResult<Compiled>, 'plan' | 'notes'>>;

export type ProveOptions = {
  /** What is dropped has to be judged too, as the project asks of its own sources. */
  readonly everythingJudged: boolean;
};

const psoxyGap: Gap = describe('proof/form-cannot-be-proven');

const entityGap: Gap = describe('proof/no-entity');

const demandClass = (row: ProofRow): ProofRow =>
  row.class === 'not-judged' && row.gaps.length === 0 ? { ...row, gaps: [notJudged(row.path)] } : row;

const proveEndpoint = (
  endpoint: AllowListEndpoint,
  index: number,
  { plan, notes }: CompiledRules<AllowListPlan>,
  knowledge: Knowledge,
  options: ProveOptions,
): EndpointProof => {
  const { pathTemplate, position, response } = endpoint;
  const { version = 'v1.0', entity } = notes.endpoints[index] ?? {};
  const rows = proveAnswer(response.root, entity, { plan, notes, version, knowledge });
  return {
    pathTemplate,
    position,
    version,
    ...(entity !== undefined && { entity }),
    shape: response.shape,
    rows: options.everythingJudged ? rows.map(demandClass) : rows,
    gaps: [...(entity === undefined ? [entityGap] : []), ...orderGaps(response, plan)],
    answer: `${version} ${entity ?? ''} ${response.root}`,
  };
};

/** Endpoints that can't be proven: one gap for all of them, at the first. */
const unproven = (endpoints: readonly EndpointPlan[]): readonly EndpointProof[] =>
  endpoints.map(({ pathTemplate, position: own }) => {
    const [{ position } = { position: own }] = endpoints;
    return { pathTemplate, position, shape: 'any', rows: [], gaps: [psoxyGap], answer: '' };
  });

/** Verifies compiled rules against Microsoft's types, endpoint by endpoint and property by property. */
export const prove = ({ plan, notes }: CompiledRules, knowledge: Knowledge, options: ProveOptions): Proof => {
  const { title, form, endpoints } = plan;
  if (!isAllowListPlan(plan)) return { title, form, endpoints: unproven(endpoints) };
  const compiled = { plan, notes };
  const answers = plan.endpoints.map((endpoint, index) => ({
    request: endpoint.request,
    answer: proveEndpoint(endpoint, index, compiled, knowledge, options),
  }));
  const idsKept = keepsIds(answers.map(({ answer }) => answer));
  return {
    title,
    form,
    endpoints: answers.map(({ request, answer }) => ({
      ...answer,
      gaps: [...answer.gaps, ...plainQuestions(request, idsKept)],
    })),
  };
};

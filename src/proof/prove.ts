import type { CompileResult } from '../compile/index.ts';
import type { EndpointPlan } from '../plan/index.ts';
import { notJudged } from './judge.ts';
import type { Knowledge } from './knowledge.ts';
import { keepsIds, plainQuestions } from './plain-questions.ts';
import type { EndpointProof, Gap, Proof, ProofRow } from './proof.ts';
import { proveAnswer } from './prove-answer.ts';

/** Rules that compiled, with what their Plan does not carry. */
export type CompiledRules = Required<Pick<CompileResult, 'plan' | 'notes'>>;

export type ProveOptions = {
  /** What is dropped has to be judged too, as the project asks of its own sources. */
  readonly everythingJudged: boolean;
};

const psoxyGap: Gap = {
  code: 'proof/form-cannot-be-proven',
  message: "rules of Psoxy's form name what is taken out, so nothing can be said about the rest",
  hint: 'write the endpoint in place; docs/guides/write-rules.md shows how',
};

const entityGap: Gap = {
  code: 'proof/no-entity',
  message: "the endpoint does not say which of Microsoft's types it answers with",
  hint: 'add entity: …, so that the rules can be held against the type',
};

const demandClass = (row: ProofRow): ProofRow =>
  row.class === 'not-judged' && row.gaps.length === 0 ? { ...row, gaps: [notJudged(row.path)] } : row;

const proveEndpoint = (
  { pathTemplate, position: own, response }: EndpointPlan,
  index: number,
  { plan, notes }: CompiledRules,
  knowledge: Knowledge,
  options: ProveOptions,
): EndpointProof => {
  if (response.form === 'psoxy') {
    const [first = own] = plan.endpoints.map((endpoint) => endpoint.position);
    return { pathTemplate, position: first, shape: 'any', rows: [], gaps: [psoxyGap], answer: '' };
  }
  const { version = 'v1.0', entity } = notes.endpoints[index] ?? {};
  const rows = proveAnswer(response.root, entity, { plan, notes, version, knowledge });
  return {
    pathTemplate,
    position: own,
    version,
    ...(entity !== undefined && { entity }),
    shape: response.shape,
    rows: options.everythingJudged ? rows.map(demandClass) : rows,
    gaps: entity === undefined ? [entityGap] : [],
    answer: `${version} ${entity ?? ''} ${response.root}`,
  };
};

/** Holds compiled rules against Microsoft's types: what becomes of each property of each endpoint, and what is amiss. */
export const prove = (compiled: CompiledRules, knowledge: Knowledge, options: ProveOptions): Proof => {
  const { title, form, endpoints } = compiled.plan;
  const answers = endpoints.map((endpoint, index) => proveEndpoint(endpoint, index, compiled, knowledge, options));
  const idsKept = keepsIds(answers);
  return {
    title,
    form,
    endpoints: answers.map((answer, index) => {
      const request = endpoints[index]?.request;
      if (request?.form !== 'allow-list') return answer;
      return { ...answer, gaps: [...answer.gaps, ...plainQuestions(request, idsKept)] };
    }),
  };
};

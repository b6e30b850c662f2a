import type { CompileResult } from '../../rule-engine/compile/index.ts';
import type { EndpointPlan } from '../../rule-engine/plan/index.ts';
import type { Knowledge } from './knowledge.ts';
import type { EndpointProof, Gap, Proof } from './proof.ts';
import { proveAnswer } from './prove-endpoint.ts';

const byPathGap: Gap = {
  code: 'proof/form-cannot-be-proven',
  message: "rules of Psoxy's form name what is taken out, so nothing can be said about the rest",
  hint: 'write the endpoint in place; docs/guides/write-rules.md shows how',
};

const entityGap: Gap = {
  code: 'proof/no-entity',
  message: "the endpoint does not say which of Microsoft's types it answers with",
  hint: 'add entity: …, so that the rules can be held against the type',
};

const proveEndpoint = (
  endpoint: EndpointPlan,
  index: number,
  { plan, notes }: Required<Pick<CompileResult, 'plan' | 'notes'>>,
  knowledge: Knowledge,
): EndpointProof => {
  const { pathTemplate, position, response } = endpoint;
  if (response.form === 'by-path')
    return { pathTemplate, position, shape: 'any', rows: [], gaps: [byPathGap], answer: '' };
  const { version = 'v1.0', entity } = notes.endpoints[index] ?? {};
  return {
    pathTemplate,
    position,
    version,
    ...(entity !== undefined && { entity }),
    shape: response.shape,
    rows: proveAnswer(response.root, entity, { plan, notes, version, knowledge }),
    gaps: entity === undefined ? [entityGap] : [],
    answer: `${version} ${entity ?? ''} ${response.root}`,
  };
};

/** Holds compiled rules against Microsoft's types: what becomes of each property of each endpoint, and what is amiss. */
export const prove = (compiled: Required<Pick<CompileResult, 'plan' | 'notes'>>, knowledge: Knowledge): Proof => ({
  title: compiled.plan.title,
  endpoints: compiled.plan.endpoints.map((endpoint, index) => proveEndpoint(endpoint, index, compiled, knowledge)),
});

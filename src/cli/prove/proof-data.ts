import type { Rules } from '../../connectors/index.ts';
import { typesPackages } from '../../graph-types/index.ts';
import { countProof, findingsOf } from '../../proof/index.ts';
import { isProven } from './proofs.ts';

/** Data of one set of rules: every property for the rules themselves, only counts and gaps for overlays. */
const rulesData = (rules: Rules, all: readonly Rules[]) => {
  const { title, overlays, proof, diagnostics } = rules;
  const [first] = all.filter((other) => other.title === title);
  return {
    title,
    ...overlays,
    proven: isProven(rules),
    ...(proof !== undefined && {
      form: proof.form,
      counts: countProof(proof.endpoints),
      findings: findingsOf(proof),
      ...(first === rules && { endpoints: proof.endpoints.map((each) => ({ ...each, counts: countProof([each]) })) }),
    }),
    diagnostics,
  };
};

/** Proofs as plain data, every property included. */
export const proofData = (all: readonly Rules[]) => ({
  proven: all.every(isProven),
  types: typesPackages,
  rules: all.map((rules) => rulesData(rules, all)),
});

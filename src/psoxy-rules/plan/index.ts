/** Psoxy's part of a Plan. */
export type { PathLiteral, PathOperand, PathOperator, PathPlan, PathStep, PathTest, PathValue } from './json-path.ts';
export {
  type AugmentPlan,
  type ConditionPlan,
  type FilterPlan,
  isPsoxyPlan,
  type PathParameterPlan,
  type PathTransformPlan,
  type PsoxyEndpoint,
  type PsoxyParts,
  type PsoxyPlan,
  type PsoxyRequest,
  type PsoxyResponse,
  type TextPlan,
} from './psoxy-plan.ts';

export type { PathLiteral, PathOperand, PathOperator, PathPlan, PathStep, PathTest, PathValue } from './json-path.ts';
export type {
  AugmentPlan,
  ConditionPlan,
  FilterPlan,
  PathParameterPlan,
  PathTransformPlan,
  PsoxyRequest,
  PsoxyResponse,
  TextPlan,
} from './psoxy-plan.ts';

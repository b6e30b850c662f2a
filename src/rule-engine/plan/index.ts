/** The Plan: the compiled rules as plain JSON, shared by compile, run and the proxy. */
export type {
  AugmentPlan,
  ByPathRequest,
  ByPathResponse,
  ConditionPlan,
  FilterPlan,
  PathParameterPlan,
  PathTransformPlan,
  TextPlan,
} from './by-path.ts';
export type { FormPlan, InPlaceRequest, QueryParameterPlan, SegmentPlan, ValuePlan } from './in-place-request.ts';
export type {
  ArrayNode,
  ByTypeNode,
  FormatPlan,
  InPlaceResponse,
  KeepNode,
  ObjectNode,
  ResponseNode,
  TransformNode,
} from './in-place-response.ts';
export type {
  PathLiteral,
  PathOperand,
  PathOperator,
  PathPlan,
  PathStep,
  PathTest,
  PathValue,
} from './json-path.ts';
export { fitsKind, fitsPlainKind, isKindName, type Kind, type KindName, kinds } from './kinds.ts';
export type { PatternPlan } from './pattern.ts';
export type { EndpointPlan, Plan } from './plan.ts';
export type { Options, OptionValue, TransformUse } from './transform-use.ts';

/** The Plan: the compiled rules as plain JSON, shared by compile, run and the proxy. */
export type { ByPathRequest, ByPathResponse } from './by-path.ts';
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
export { fitsKind, isKindName, type Kind, type KindName, kinds } from './kinds.ts';
export type { PatternPlan } from './pattern.ts';
export type { EndpointPlan, Plan } from './plan.ts';
export type { Options, OptionValue, TransformUse } from './transform-use.ts';

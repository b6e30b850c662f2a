export type {
  AllowListRequest,
  ComparisonOperator,
  ComparisonPlan,
  FormPlan,
  QueryParameterPlan,
  SegmentPlan,
  ValuePlan,
} from './request-plan.ts';
export type {
  AllowListResponse,
  ArrayNode,
  ByTypeNode,
  FormatPlan,
  KeepNode,
  ObjectNode,
  ResponseNode,
  TransformNode,
} from './response-plan.ts';

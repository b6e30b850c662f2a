/** The allow-list form's part of a Plan. */
export {
  type AllowListEndpoint,
  type AllowListParts,
  type AllowListPlan,
  isAllowListEndpoint,
  isAllowListPlan,
} from './allow-list-plan.ts';
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

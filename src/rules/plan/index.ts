export { type FilterComparison, type FilterLiteral, readFilter } from './filter-expression.ts';

import type { EndpointPlan, Plan } from '../../plan/index.ts';
import type { AllowListRequest } from './request-plan.ts';
import type { AllowListResponse, ResponseNode } from './response-plan.ts';

/** The allow-list form's part of a Plan. */
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
  DroppedValue,
  FormatPlan,
  KeepNode,
  ObjectNode,
  ResponseNode,
  Revealed,
  TimeOrder,
  TransformNode,
} from './response-plan.ts';

export { anySubject, isSubjectLeaf, kindOfLeaf } from './subject.ts';

/** The parts of Plans of the allow-list form. */
export type AllowListParts = {
  readonly form: 'allow-list';
  readonly request: AllowListRequest;
  readonly response: AllowListResponse;
  readonly node: ResponseNode;
};

export type AllowListPlan = Plan<AllowListParts>;
export type AllowListEndpoint = EndpointPlan<AllowListParts>;

/** True for endpoints of the allow-list form, which name each property of a response. */
export const isAllowListEndpoint = (endpoint: EndpointPlan): endpoint is AllowListEndpoint =>
  endpoint.request.form === 'allow-list' && endpoint.response.form === 'allow-list';

/** True for Plans of the allow-list form; false for a Plan that mixes forms. */
export const isAllowListPlan = (plan: Plan): plan is AllowListPlan =>
  plan.form === 'allow-list' && plan.endpoints.every(isAllowListEndpoint);

/** The Plan: the compiled rules as plain JSON, shared by compile, run and the proxy. */
export type { ByPathRequest, ByPathResponse } from './by-path.ts';
export type { FormPlan, InPlaceRequest, QueryParameterPlan, SegmentPlan, ValuePlan } from './in-place-request.ts';
export type { InPlaceResponse, ResponseNode } from './in-place-response.ts';
export type { EndpointPlan, Plan } from './plan.ts';

import type { Position } from '../diagnostics/index.ts';
import type { PsoxyRequest, PsoxyResponse } from '../psoxy-rules/plan/index.ts';
import type { AllowListRequest, AllowListResponse, ResponseNode } from '../rules/plan/index.ts';

/** A compiled rule file: plain JSON, made at build, found free of mistakes. The run step and the proxy read only this. */
export type Plan = {
  readonly format: 1;
  /** Printed, never decided upon: the source's id or the file's base name. */
  readonly title: string;
  /** base64url SHA-256 over the rest of the Plan without positions; the `Graphveil-Rules` header. */
  readonly hash: string;
  readonly form: 'allow-list' | 'psoxy';
  readonly endpoints: readonly EndpointPlan[];
  /** In-place responses refer to these by index, so that definitions may be recursive. Empty in by-path Plans. */
  readonly nodes: readonly ResponseNode[];
};

export type EndpointPlan = {
  /** As written in the file; names the endpoint in logs, explanations and sealed links. */
  readonly pathTemplate: string;
  readonly position: Position;
  /** base64url SHA-256 of `request` alone: what sealed links are bound to. */
  readonly requestHash: string;
  readonly request: AllowListRequest | PsoxyRequest;
  readonly response: AllowListResponse | PsoxyResponse;
};

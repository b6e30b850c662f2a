import type { Position } from '../diagnostics/index.ts';
import type { ByPathRequest, ByPathResponse } from './by-path.ts';
import type { InPlaceRequest } from './in-place-request.ts';
import type { InPlaceResponse, ResponseNode } from './in-place-response.ts';

/** A compiled rule file: plain JSON, made at build, found free of mistakes. The run step and the proxy read only this. */
export type Plan = {
  readonly format: 1;
  /** Printed, never decided upon: the source's id or the file's base name. */
  readonly title: string;
  /** base64url SHA-256 over the rest of the Plan without positions; the `Graphveil-Rules` header. */
  readonly hash: string;
  readonly form: 'in-place' | 'by-path';
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
  readonly request: InPlaceRequest | ByPathRequest;
  readonly response: InPlaceResponse | ByPathResponse;
};

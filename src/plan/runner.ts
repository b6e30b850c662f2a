import type { RunContext } from './run-context.ts';
import type { SanitizedBody } from './sanitized-body.ts';

/** What was taken out, by reason; names only where the Plan holds them, all others together as `unknown`. */
export type DropCounts = {
  readonly unknownProperties: number;
  readonly unknownAnnotations: number;
  readonly wrongTypes: number;
  readonly unfitFormats: number;
};

export type RunResult =
  | { readonly ok: true; readonly body: SanitizedBody; readonly counts: DropCounts }
  /** `why` is one of our own sentences, never upstream text. */
  | { readonly ok: false; readonly code: 'Graphveil.UpstreamInvalid' | 'Graphveil.LinkUnmapped'; readonly why: string };

/** Sanitizes the answers of one endpoint: bytes to bytes, never throws, meets no bad rule. */
export type Runner = { readonly run: (body: Uint8Array, tools: RunContext) => RunResult };

/** All runners of a Plan, prepared once at start. */
export type Runners = {
  /** By the endpoint's place in `plan.endpoints`; throws for any other. */
  readonly at: (endpoint: number) => Runner;
  /** True for an empty answer that is complete (RFC 9110, 6.4.1) and that the form's rules name no shape for. */
  readonly isBodiless: (method: string, status: number) => boolean;
};

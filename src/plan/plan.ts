import type { Position } from '../diagnostics/index.ts';

/** The two ways of writing rules. */
export type FormName = 'allow-list' | 'psoxy';

/** The parts of a Plan that a rule form defines. Other modules read only the form's name from them. */
export type PlanParts = {
  readonly form: FormName;
  readonly request: { readonly form: FormName };
  readonly response: { readonly form: FormName };
  readonly node: unknown;
};

/** A compiled rule file: plain JSON, made at build, free of mistakes. The run step and the proxy read nothing else. */
export type Plan<Parts extends PlanParts = PlanParts> = {
  /** For printing only: the source's id or the file's base name. */
  readonly title: string;
  /** base64url SHA-256 over the rest of the Plan without positions; the `Graphveil-Rules` header. */
  readonly hash: string;
  readonly form: Parts['form'];
  readonly endpoints: readonly EndpointPlan<Parts>[];
  /** Responses of the allow-list form refer to these by index, so that definitions may be recursive. Empty otherwise. */
  readonly nodes: readonly Parts['node'][];
};

export type EndpointPlan<Parts extends PlanParts = PlanParts> = {
  /** As written in the file; names the endpoint in logs, explanations and sealed links. */
  readonly pathTemplate: string;
  readonly position: Position;
  /** base64url SHA-256 of `request` only: what sealed links are bound to. */
  readonly requestHash: string;
  readonly request: Parts['request'];
  readonly response: Parts['response'];
};

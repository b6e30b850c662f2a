import type { Position } from '../diagnostics/index.ts';
import type { Bound } from './bound.ts';

/** The two rule forms. */
export type FormName = 'allow-list' | 'psoxy';

/** The parts of a Plan that a rule form defines. Other modules read only the form's name from them. */
export type PlanParts = {
  readonly form: FormName;
  readonly request: { readonly form: FormName };
  readonly response: { readonly form: FormName };
  readonly node: unknown;
};

/**
 * A compiled rule file: plain JSON, created at build time, without mistakes. Running rules and the proxy need nothing
 * more.
 */
export type Plan<Parts extends PlanParts = PlanParts> = {
  /** For printing only: the source's id or the file's base name. */
  readonly title: string;
  /** base64url SHA-256 of the rest of the Plan without positions; sent in the `Graphveil-Rules` header. */
  readonly hash: string;
  readonly form: Parts['form'];
  readonly endpoints: readonly EndpointPlan<Parts>[];
  /**
   * Responses of the allow-list form refer to these by index, so that definitions may be recursive. Otherwise empty.
   */
  readonly nodes: readonly Parts['node'][];
};

export type EndpointPlan<Parts extends PlanParts = PlanParts> = {
  /** As written in the file. Identifies the endpoint in logs, explanations and sealed links. */
  readonly pathTemplate: string;
  readonly position: Position;
  /** base64url SHA-256 of `request`. Sealed links are bound to it. */
  readonly requestHash: string;
  /** What limits its calls to a group's people. */
  readonly bound: Bound;
  readonly request: Parts['request'];
  readonly response: Parts['response'];
};

import type { EndpointPlan, PatternPlan, Plan, TransformUse } from '../../plan/index.ts';
import type { PathPlan } from './json-path.ts';

/** Psoxy's part of a Plan. */
export type { PathLiteral, PathOperand, PathOperator, PathPlan, PathStep, PathTest, PathValue } from './json-path.ts';

/** The calls that reach an endpoint of Psoxy's form. */
export type PsoxyRequest = {
  readonly form: 'psoxy';
  /** In upper case. */
  readonly methods: readonly string[];
  /** Matches path, `?` and query as received; the query may be absent. */
  readonly pathAndQuery?: PatternPlan;
  /** Matches the path as received, whose parts are then checked; absent for an expression without a template. */
  readonly path?: PatternPlan;
  readonly parameters: readonly PathParameterPlan[];
  /** Lower-case names of allowed parameters; absent: any. */
  readonly allowedQuery?: readonly string[];
  readonly query: readonly { readonly name: string; readonly required: boolean; readonly value: TextPlan }[];
  /** Lower-case names of headers that are sent upstream. */
  readonly headers: readonly string[];
  /**
   * The texts among `(`, `)`, `$` and `microsoft.graph.` that the template or expression contains. A path must not
   * contain others.
   */
  readonly spells: readonly string[];
};

/** `group`: its number in `path`; absent if the path has no part of that name, so that no path matches. */
export type PathParameterPlan = { readonly name: string; readonly group?: number; readonly value: TextPlan };

/** Conditions on a text, all of which must hold. */
export type TextPlan = {
  readonly type?: 'integer' | 'number';
  /** Exactly a `p~` token, without a domain. */
  readonly token?: true;
  readonly pattern?: PatternPlan;
  readonly enum?: readonly string[];
  /** At least one of them must hold. */
  readonly anyOf?: readonly TextPlan[];
};

/** Augments, filter and transforms of an endpoint of Psoxy's form, in execution order. */
export type PsoxyResponse = {
  readonly form: 'psoxy';
  readonly augments: readonly AugmentPlan[];
  readonly filter?: { readonly root: FilterPlan; readonly definitions: readonly (readonly [string, FilterPlan])[] };
  readonly transforms: readonly PathTransformPlan[];
};

/** Adds `+<name>:textDigest` next to each text that a path finds. */
export type AugmentPlan = {
  readonly paths: readonly PathPlan[];
  readonly keywords: readonly string[];
  /** The text is JSON itself. Texts at this path in it are digested, and the rest stays. */
  readonly inner?: PathPlan;
};

export type PathTransformPlan = TransformUse & {
  readonly paths: readonly PathPlan[];
  /** For `tokenize`, parallel to `paths`: the kind of its tokens. */
  readonly kinds?: readonly string[];
  /** Runs only if this path finds anything in the whole document. */
  readonly onlyWhen?: PathPlan;
  /** For `textDigest`: the text is JSON itself, and its texts at this path are digested. */
  readonly inner?: PathPlan;
};

/** The kept part of a value. A value that doesn't fit becomes null. */
export type FilterPlan =
  | {
      readonly filter: 'object';
      readonly properties: readonly (readonly [string, FilterPlan])[];
      readonly conditions: readonly ConditionPlan[];
    }
  | { readonly filter: 'array'; readonly item?: FilterPlan }
  | { readonly filter: 'string' | 'number' | 'integer' | 'boolean'; readonly equals?: string }
  | { readonly filter: 'scalar' | 'nothing' }
  | { readonly filter: 'definition'; readonly name: string }
  /** The first alternative without a mismatched constant. */
  | { readonly filter: 'first'; readonly of: readonly FilterPlan[] };

/** Keeps `properties` too if one of the conditions' properties has its constant. */
export type ConditionPlan = {
  readonly when: readonly { readonly property: string; readonly filter: FilterPlan }[];
  readonly properties: readonly (readonly [string, FilterPlan])[];
};

/** The parts of Plans of Psoxy's form. */
export type PsoxyParts = {
  readonly form: 'psoxy';
  readonly request: PsoxyRequest;
  readonly response: PsoxyResponse;
  readonly node: never;
};

export type PsoxyPlan = Plan<PsoxyParts>;
export type PsoxyEndpoint = EndpointPlan<PsoxyParts>;

const isPsoxyEndpoint = (endpoint: EndpointPlan): endpoint is PsoxyEndpoint =>
  endpoint.request.form === 'psoxy' && endpoint.response.form === 'psoxy';

/** True for Plans of Psoxy's form; false for a Plan that mixes forms. */
export const isPsoxyPlan = (plan: Plan): plan is PsoxyPlan =>
  plan.form === 'psoxy' && plan.endpoints.every(isPsoxyEndpoint);

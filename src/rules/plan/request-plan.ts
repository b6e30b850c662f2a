/** The calls that reach an endpoint of the allow-list form, and the parts that go upstream. */
export type AllowListRequest = {
  readonly form: 'allow-list';
  readonly method: 'GET';
  readonly segments: readonly SegmentPlan[];
  /** Parameters that may be given, each at most once, under canonical names (`$top`, `startDateTime`). */
  readonly query: readonly QueryParameterPlan[];
  /** Lower-case names of request headers that go upstream as they are (`consistencylevel`). `Prefer` is apart. */
  readonly headers: readonly string[];
  readonly prefer: {
    /** Preference names, lower case, that a caller may send. */
    readonly allowed: readonly string[];
    /** Always sent, as written: `IdType="ImmutableId"`. */
    readonly always: readonly string[];
  };
  /** Present where the answer may page: which links it may carry. */
  readonly links: 'none' | 'page' | 'delta';
  /** Least items of a page, for a list of people or of things that belong to them; a smaller page size is raised. */
  readonly leastPage?: number;
};

export type SegmentPlan =
  /** Compared ignoring ASCII case. `callable`: a bound function, so `delta()` equals `delta`. */
  | { readonly type: 'literal'; readonly text: string; readonly callable: boolean }
  | { readonly type: 'parameter'; readonly name: string; readonly value: ValuePlan }
  /** `getPstnCalls(fromDateTime={from},toDateTime={to})`; arguments as they are written, holes in single quotes or bare. */
  | {
      readonly type: 'function';
      readonly text: string;
      readonly holes: readonly {
        readonly parameter: string;
        readonly name: string;
        readonly quoted: boolean;
        readonly value: ValuePlan;
      }[];
    };

/** Conditions on one value, before it goes upstream. */
export type ValuePlan = {
  readonly type: 'string' | 'integer' | 'boolean' | 'date' | 'date-time' | 'guid';
  /** The kind that an opened token, or a plain value where one is accepted, must match; see `kinds.ts`. */
  readonly kind?: string;
  /** `required`: only a token (format: reversible-pseudonym); `accepted`: token or plain value; `refused`: never a token. */
  readonly token: 'required' | 'accepted' | 'refused';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  /** Must match the whole value; checked for safety at compile. */
  readonly pattern?: string;
  /** Letters match the pattern in either case. */
  readonly ignoreCase?: true;
  /** The value is one of these, without further conditions. */
  readonly oneOf?: readonly ValuePlan[];
};

export type QueryParameterPlan = { readonly name: string; readonly required: boolean } & (
  | { readonly type: 'value'; readonly value: ValuePlan }
  /**
   * `$select`: narrowed to `kept` and `onRequest`, supplied as all of `kept` (never empty) when the caller sends none.
   * `always` is selected with either, since the rules decide by it; `onRequest` changes which items Graph returns.
   */
  | {
      readonly type: 'select';
      readonly kept: readonly string[];
      readonly always?: readonly string[];
      readonly onRequest?: readonly string[];
    }
  /** The exact texts, compared after one percent-decoding, as written. */
  | { readonly type: 'enum'; readonly values: readonly string[] }
  /** `$filter`: comparisons joined by `and`, read by meaning and written anew. */
  | { readonly type: 'filter'; readonly comparisons: readonly ComparisonPlan[] }
  /** `$expand` forms, and `$filter` forms of rules written before comparisons: literal text and typed holes in turn. */
  | { readonly type: 'forms'; readonly forms: readonly FormPlan[] }
);

/** One accepted form. A hole inside single quotes is a string literal (quotes doubled); otherwise it is bare. */
export type FormPlan = {
  readonly text: string;
  readonly parts: readonly (
    | { readonly type: 'text'; readonly text: string }
    | { readonly type: 'hole'; readonly name: string; readonly quoted: boolean; readonly value: ValuePlan }
  )[];
};

/** The comparisons of one property in `$filter`. */
export type ComparisonPlan = {
  /** Property path, as it goes upstream: `start/dateTime`, `assignedLicenses/$count`. */
  readonly path: string;
  /** The path below the variable of `any`; '' for the item itself (`groupTypes/any(x:x eq 'Unified')`). */
  readonly any?: string;
  readonly operators: readonly ComparisonOperator[];
  readonly value: ValuePlan;
  /** Written upstream as a string literal. */
  readonly quoted: boolean;
};

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

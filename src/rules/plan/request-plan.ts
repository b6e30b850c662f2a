/** The calls that reach an endpoint of the allow-list form, and the parts that are sent upstream. */
export type AllowListRequest = {
  readonly form: 'allow-list';
  readonly method: 'GET';
  readonly segments: readonly SegmentPlan[];
  /** Allowed parameters by canonical name (`$top`, `startDateTime`), each at most once. */
  readonly query: readonly QueryParameterPlan[];
  /** Lower-case names of request headers that are sent upstream unchanged (`consistencylevel`), without `Prefer`. */
  readonly headers: readonly string[];
  readonly prefer: {
    /** Lower-case names of preferences that a caller may send. */
    readonly allowed: readonly string[];
    /** Preferences that are always sent: `IdType="ImmutableId"`. */
    readonly always: readonly string[];
  };
  /** The links that a response may contain. */
  readonly links: 'none' | 'page' | 'delta';
  /** The media type of the response. @default application/json */
  readonly accept?: 'text/plain';
  /** Minimum page size for a list of people or of their things; smaller sizes are raised. */
  readonly leastPage?: number;
};

export type SegmentPlan =
  /** Compared ignoring ASCII case. `callable`: a bound function, so `delta()` equals `delta`. */
  | { readonly type: 'literal'; readonly text: string; readonly callable: boolean }
  | { readonly type: 'parameter'; readonly name: string; readonly value: ValuePlan }
  /**
   * `getPstnCalls(fromDateTime={from},toDateTime={to})`, with arguments in the rule's spelling and placeholders in
   * single quotes or bare.
   */
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

/** Conditions on one value of the upstream request. */
export type ValuePlan = {
  readonly type: 'string' | 'integer' | 'boolean' | 'date' | 'date-time' | 'guid';
  /** The kind that an opened token, or an accepted plain value, must match; see `kinds.ts`. */
  readonly kind?: string;
  /** Of a kind that the source declares: its title, and a value of it. */
  readonly declared?: { readonly title: string; readonly example: string };
  /** `required`: only a token (format: reversible-pseudonym); `accepted`: token or plain value; `refused`: never a token. */
  readonly token: 'required' | 'accepted' | 'refused';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  /** Must match the whole value. Checked for safety by `compile`. */
  readonly pattern?: string;
  /** Ignores the case of letters in the pattern. */
  readonly ignoreCase?: true;
  /** The value must match one of these. No further conditions apply. */
  readonly oneOf?: readonly ValuePlan[];
};

export type QueryParameterPlan = { readonly name: string; readonly required: boolean } & (
  | { readonly type: 'value'; readonly value: ValuePlan }
  /**
   * `$select`: limited to `kept` and `onRequest`. If the caller sends none, all of `kept` (never empty) is sent.
   * `always` is added in both cases, because the rules decide by it; `onRequest` changes which items Graph returns.
   */
  | {
      readonly type: 'select';
      readonly kept: readonly string[];
      readonly always?: readonly string[];
      readonly onRequest?: readonly string[];
    }
  /** The allowed texts, compared exactly after one percent-decoding. */
  | { readonly type: 'enum'; readonly values: readonly string[] }
  /** `$filter`: comparisons joined by `and`, parsed and rewritten. */
  | { readonly type: 'filter'; readonly comparisons: readonly ComparisonPlan[] }
  /** `$expand` forms, and `$filter` forms of older rules: literal text and typed placeholders in turn. */
  | { readonly type: 'forms'; readonly forms: readonly FormPlan[] }
);

/** One accepted form. A placeholder inside single quotes is a string literal (quotes doubled); otherwise it is bare. */
export type FormPlan = {
  readonly text: string;
  readonly parts: readonly (
    | { readonly type: 'text'; readonly text: string }
    | { readonly type: 'hole'; readonly name: string; readonly quoted: boolean; readonly value: ValuePlan }
  )[];
};

/** The comparisons of one property in `$filter`. */
export type ComparisonPlan = {
  /** Property path for the upstream request: `start/dateTime`, `assignedLicenses/$count`. */
  readonly path: string;
  /** The path below the variable of `any`; '' for the item itself (`groupTypes/any(x:x eq 'Unified')`). */
  readonly any?: string;
  readonly operators: readonly ComparisonOperator[];
  readonly value: ValuePlan;
  /** Sent upstream as a string literal. */
  readonly quoted: boolean;
};

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

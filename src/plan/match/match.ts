import type { ValueKind } from '../../pseudonyms/index.ts';
import type { EndpointPlan } from '../plan.ts';
import type { PopulationView } from '../runner.ts';

/** A request target after strict parsing. */
export type ParsedTarget = {
  /** The path as received, still percent-encoded; begins with `/`. */
  readonly path: string;
  /** The query as received, without `?`; undefined if there is none. */
  readonly query: string | undefined;
  /** Path segments, percent-decoded once; only the last may be empty (a trailing slash). */
  readonly segments: readonly string[];
  /** Name-value pairs between `&`, in order, without empty ones. */
  readonly pairs: readonly QueryPair[];
};

/** Decoded once, `+` as a space; `value` is undefined without a `=`. */
export type QueryPair = { readonly name: string; readonly value: string | undefined };

/** The parts of a call that it repeats beside a link. */
export type RepeatedCall = {
  /** Query parameters beside the link's own. */
  readonly pairs: readonly QueryPair[];
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
};

/** `why` is one of our own sentences. */
export type RepeatLink = (
  link: UpstreamTarget,
  repeated: RepeatedCall,
  openToken: OpenToken,
) => { readonly ok: true; readonly request: UpstreamTarget } | { readonly ok: false; readonly why: string };

/** The parts of a call that endpoint matching uses. */
export type MatchInput = {
  /** As sent. Each rule form has its own comparison. */
  readonly method: string;
  readonly target: ParsedTarget;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
};

export type MatchOptions = {
  /** The URL comes from Graph, so a parameter that requires a token accepts the plain value too. */
  readonly plainValues: boolean;
  /** Graph wrote the URL, so ids may have any spelling. */
  readonly anyId?: true;
};

/** The upstream request, built from the endpoint with every value encoded for its position. */
export type UpstreamTarget = {
  /** Path and query; begins with `/`. */
  readonly target: string;
  /** Allowed request headers, lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The media type of the response. @default application/json */
  readonly accept?: 'text/plain';
  /** The caller chose the order of the list, so the reply keeps it. */
  readonly ordered?: true;
  /** The page size that replaced a smaller one in the call. */
  readonly raisedPage?: number;
  /** Values in the path and query; absent if they can't be told. */
  readonly named?: readonly NamedValue[];
  /** The people and groups that the reply may show. Absent: everybody. */
  readonly limit?: PopulationView;
};

/** Opens a token; see `Pseudonyms.open`. */
export type OpenToken = (token: string) => OpenedToken | Unopened;

/** `kind`: the kind that the token was created for, if its scheme records it. */
export type OpenedToken = { readonly ok: true; readonly value: string; readonly kind?: ValueKind };

/** `irreversible`: the token's text (`t~`) shows that it can't be opened. */
export type Unopened = { readonly ok: false; readonly reason: 'invalid' | 'unknown-epoch' | 'irreversible' };

/** A value of a call whose kind is known. `plain`: the caller wrote the value itself, and not a token of it. */
export type NamedValue = { readonly kind: string; readonly value: string; readonly plain: boolean };

/** Returns the request for Graph after every token has been opened. */
export type OpenRequest = (openToken: OpenToken) => { readonly ok: true; readonly request: UpstreamTarget } | Unopened;

/** The decision of one endpoint about a call. */
export type RequestMatch =
  | { readonly ok: true; readonly open: OpenRequest }
  /** Computed only for a call that no endpoint takes. `words`: literal segments of all endpoints, in lower case. */
  | { readonly ok: false; readonly refusal: (words: ReadonlySet<string>) => Refusal };

/** Why an endpoint doesn't take a call. */
export type Refusal = {
  /** Grows with the parts that match; 0 if only the version matches. The caller gets the nearest endpoint's `why`. */
  readonly nearness: number;
  /** Contains names from the rules and from closed lists, never a value of the call. */
  readonly why: string;
  /** True if the path matches, at least in its length and literals. */
  readonly onPath: boolean;
};

/** The prepared request plan of an endpoint. */
export type EndpointMatcher = {
  readonly match: (input: MatchInput, options: MatchOptions) => RequestMatch;
  /**
   * True if an upstream link, normalized to plain segments and a query, leads to this endpoint. The query is Graph's
   * own, so it matters only if the rule is one expression over path and query.
   */
  readonly leadsHere: (
    link: { readonly segments: readonly string[]; readonly query: string },
    options: MatchOptions,
  ) => boolean;
  /** Rewrites an upstream link's path and query for the request. Absent if the form doesn't change them. */
  readonly followable?: (target: string) => string;
  /**
   * Applies the page size, preferences and parameters that a call repeats beside a link. Rejects a parameter that doesn't equal
   * the link's own. A form that accepts none leaves it out.
   */
  readonly repeat?: RepeatLink;
  /**
   * The names in lower case that each segment of a path may have; undefined for a segment that may have others. Absent if the form
   * can't tell.
   */
  readonly segmentNames?: readonly (readonly string[] | undefined)[];
  /**
   * Returns the values in the path and query of an upstream link; undefined for a path of another endpoint. Absent if the form
   * can't tell.
   */
  readonly namedIn?: (segments: readonly string[], pairs: readonly QueryPair[]) => readonly NamedValue[] | undefined;
  /** True for an endpoint whose links follow changes. */
  readonly delta?: boolean;
  /** Texts of the rule that Graph's links repeat: parts of the path, names and values of the query and of headers. */
  readonly linkTexts: readonly string[];
  /** Paths of proxied links. Absent if the form can't write them; its links then use one fixed path. */
  readonly paths?: LinkPaths;
};

/** Returns the token of a value in a link's path; `kind` as the rule names it. */
export type TokenizeValue = (value: string, kind: ValueKind) => string;

export type LinkPaths = {
  /** Writes the path for upstream segments, with tokens instead of plain values. */
  readonly write: (segments: readonly string[], tokenize: TokenizeValue) => string;
  /** Returns the segments for Graph with opened tokens; undefined if they don't belong to this endpoint. */
  readonly read: (
    segments: readonly string[],
    options: MatchOptions,
    openToken: OpenToken,
  ) => readonly string[] | undefined;
};

/** The endpoint that accepts a call, with unopened pseudonyms, or the nearest one and the part that failed. */
export type EndpointMatch =
  | { readonly ok: true; readonly index: number; readonly endpoint: EndpointPlan; readonly open: OpenRequest }
  | { readonly ok: false; readonly nearest: EndpointPlan | undefined; readonly why: string; readonly onPath: boolean };

/** Endpoints that a connector lacks, and a phrase of Graphveil about who serves them. */
export type OtherEndpoints = {
  /** `connector teams of this deployment serves it`. */
  readonly servedBy: string;
  readonly pathTemplates: readonly string[];
};

import type { TokenKindName, ValueKind } from '../../pseudonyms/index.ts';
import type { EndpointPlan } from '../plan.ts';

/** A request target that was read strictly, before anything else looked at it. */
export type ParsedTarget = {
  /** The path as it came, still percent-encoded; begins with `/`. */
  readonly path: string;
  /** The query as it came, without `?`; undefined where there is none. */
  readonly query: string | undefined;
  /** Path segments, percent-decoded once; only the last may be empty (a trailing slash). */
  readonly segments: readonly string[];
  /** Name-value pairs between `&`, in order, without empty ones. */
  readonly pairs: readonly QueryPair[];
};

/** Decoded once, `+` as a space; `value` is undefined where there is no `=`. */
export type QueryPair = { readonly name: string; readonly value: string | undefined };

/** The parts of a call that endpoint matching uses. */
export type MatchInput = {
  /** As sent. Each rule form has its own comparison. */
  readonly method: string;
  readonly target: ParsedTarget;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
};

export type MatchOptions = {
  /** The URL is as Graph sees it, so a parameter that demands a token takes the plain value too. */
  readonly plainValues: boolean;
  /** Graph wrote the URL, so an id of any spelling is an id. */
  readonly anyId?: true;
};

/** The upstream request, built from the endpoint with every value encoded for its position. */
export type UpstreamTarget = {
  /** Path and query; begins with `/`. */
  readonly target: string;
  /** Allowed request headers, lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The call chose the order of the list, so the reply keeps it. */
  readonly ordered?: true;
  /** The page size that replaced a smaller one in the call. */
  readonly raisedPage?: number;
};

/** Opens a token; see `Pseudonyms.open`. */
export type OpenToken = (token: string) => OpenedToken | Unopened;

/** `kind`: the kind that the token was created for, if its scheme records it. */
export type OpenedToken = { readonly ok: true; readonly value: string; readonly kind?: TokenKindName };

export type Unopened = { readonly ok: false; readonly reason: 'invalid' | 'unknown-epoch' };

/** The request for Graph, once every token is open. */
export type OpenRequest = (openToken: OpenToken) => { readonly ok: true; readonly request: UpstreamTarget } | Unopened;

/** The decision of one endpoint about a call. */
export type RequestMatch =
  | { readonly ok: true; readonly open: OpenRequest }
  /** `nearness` grows with the parts that fit before one fails; the caller gets the nearest endpoint's `why`, which holds no value. */
  | { readonly ok: false; readonly nearness: number; readonly why: string };

/** An endpoint's request plan made ready; one for each form. */
export type EndpointMatcher = {
  readonly match: (input: MatchInput, options: MatchOptions) => RequestMatch;
  /**
   * True when an upstream link, normalized to plain segments and a query, leads to this endpoint. The query is Graph's
   * own, so it is looked at only where the rule is one expression over path and query.
   */
  readonly leadsHere: (
    link: { readonly segments: readonly string[]; readonly query: string },
    options: MatchOptions,
  ) => boolean;
  /** An upstream link's path and query as they are followed; a form that changes nothing leaves it out. */
  readonly followable?: (target: string) => string;
  /** Texts of the rule that Graph's links repeat: parts of the path, names and values of the query and of headers. */
  readonly linkTexts: readonly string[];
  /** Paths of proxied links; a form that can't write them leaves it out, and its links go to one fixed path. */
  readonly paths?: LinkPaths;
};

/** The token of a value in a link's path; `kind` as the rule names it. */
export type TokenizeValue = (value: string, kind: ValueKind) => string;

export type LinkPaths = {
  /** Writes the path for upstream segments, with tokens instead of plain values. */
  readonly write: (segments: readonly string[], tokenize: TokenizeValue) => string;
  /** The segments as Graph sees them, tokens opened; undefined when they are not this endpoint's. */
  readonly read: (
    segments: readonly string[],
    options: MatchOptions,
    openToken: OpenToken,
  ) => readonly string[] | undefined;
};

/** The endpoint that accepts a call, its pseudonyms still closed, or the nearest one and the part that failed. */
export type EndpointMatch =
  | { readonly ok: true; readonly index: number; readonly endpoint: EndpointPlan; readonly open: OpenRequest }
  | { readonly ok: false; readonly nearest: EndpointPlan | undefined; readonly why: string };

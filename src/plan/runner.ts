import type { Pseudonyms } from '../pseudonyms/index.ts';

declare const sanitized: unique symbol;

/** UTF-8 JSON that has been sanitized by rules. A reply's body accepts only this or Graphveil's own text. */
export type SanitizedBody = Uint8Array & { readonly [sanitized]: true };

/** Marks bytes as sanitized. Only the runners of the rule forms call it. */
export const asSanitizedBody = (bytes: Uint8Array): SanitizedBody => bytes as SanitizedBody;

/** The people and groups that a call may see. */
export type PopulationView = {
  /** Equal for equal populations. Links contain it. */
  readonly digest: string;
  /** Another one for each reading of the population, so that what is known about people can be remembered by it. */
  readonly reading: number;
  /** True for the hash of a pseudonym of somebody inside. */
  readonly has: (hash: string) => boolean;
  /** Keeps the pseudonyms of people outside whom a record mentions. */
  readonly counterparts: boolean;
  /** The response covers many people, as that of a call does, so items that concern only people outside are dropped. */
  readonly shared: boolean;
};

/** The parts of a call that running rules needs. */
export type RunContext = {
  readonly pseudonyms: Pseudonyms;
  /** Converts an upstream link into a link on the proxy. */
  readonly seal: (link: UpstreamLink) => SealedUrl;
  readonly random: (bytes: number) => Uint8Array;
  /** The caller chose the order of the list (`$orderby`), so its items keep Graph's order. */
  readonly ordered?: boolean;
  /** Memory for a body that is parsed, bytes. A body that needs more is refused. @default no bound */
  readonly memory?: number;
  /** Absent: everybody. */
  readonly population?: PopulationView;
};

export type SealedUrl =
  | { readonly ok: true; readonly url: string }
  /** No endpoint of the file can follow the link, or the proxy couldn't parse it again. */
  | { readonly ok: false; readonly code: 'Graphveil.LinkUnmapped' | 'Graphveil.LinkTooLong' };

export type UpstreamLink = {
  /** The link in Graph's spelling. */
  readonly url: string;
  readonly kind: 'page' | 'delta';
  /** The link as rules of Psoxy's form left it; they may put tokens into links. */
  readonly written?: string;
};

/** Numbers of dropped values, by reason. */
export type DropCounts = {
  readonly unknownProperties: number;
  readonly unknownAnnotations: number;
  readonly wrongTypes: number;
  readonly unfitFormats: number;
};

/** Drop counts during a walk. */
export type Counts = { -readonly [Reason in keyof DropCounts]: number };

export const noDrops = (): Counts => ({ unknownProperties: 0, unknownAnnotations: 0, wrongTypes: 0, unfitFormats: 0 });

export type RunResult =
  | {
      readonly ok: true;
      readonly body: SanitizedBody;
      readonly counts: DropCounts;
      /** Strings that lost their meaning at kept properties, by property path and format; names of the rules only. */
      readonly unfit?: Readonly<Record<string, number>>;
    }
  /** `why` is one of our own sentences, never upstream text. */
  | {
      readonly ok: false;
      readonly code:
        | 'Graphveil.UpstreamInvalid'
        | 'Graphveil.LinkUnmapped'
        | 'Graphveil.LinkTooLong'
        | 'Graphveil.ItemDropped'
        | 'Graphveil.UpstreamTooLarge'
        | 'Graphveil.OutsideGrant';
      readonly why: string;
      /** Graph's own error code, if there is one. */
      readonly graphCode?: string;
      /** Set if the response isn't JSON, for example because it was truncated. */
      readonly cut?: true;
    };

/** The result for a body that needs more memory to be parsed than there is. */
export const tooLargeToParse: RunResult = {
  ok: false,
  code: 'Graphveil.UpstreamTooLarge',
  why: 'the answer needs more memory than there is',
};

/** Sanitizes the responses of one endpoint: bytes to bytes. Never throws. */
export type Runner = { readonly run: (body: Uint8Array, tools: RunContext) => RunResult };

/** All runners of a Plan, prepared once at start. */
export type Runners = {
  /** Returns the runner by the endpoint's index in `plan.endpoints`; throws for any other index. */
  readonly at: (endpoint: number) => Runner;
  /** True for a complete empty response (RFC 9110, 6.4.1) that doesn't need to match a response rule. */
  readonly isBodiless: (method: string, status: number) => boolean;
};

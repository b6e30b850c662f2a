import type { Pseudonyms } from '../pseudonyms/index.ts';

declare const sanitized: unique symbol;

/** UTF-8 JSON that went through the rules. A reply's body accepts nothing else but our own words. */
export type SanitizedBody = Uint8Array & { readonly [sanitized]: true };

/** Marks bytes as sanitized. Only the runners of the rule forms call it. */
export const asSanitizedBody = (bytes: Uint8Array): SanitizedBody => bytes as SanitizedBody;

/** The parts of a call that a run uses. */
export type RunContext = {
  readonly pseudonyms: Pseudonyms;
  /** Turns an upstream link into a link on the proxy. */
  readonly seal: (link: UpstreamLink) => SealedUrl;
  readonly random: (bytes: number) => Uint8Array;
  /** The call chose the order of the list (`$orderby`), so its items are written as Graph sent them. */
  readonly ordered?: boolean;
};

export type SealedUrl =
  | { readonly ok: true; readonly url: string }
  /** No endpoint of the file can follow the link, or the proxy couldn't read it again. */
  | { readonly ok: false; readonly code: 'Graphveil.LinkUnmapped' | 'Graphveil.LinkTooLong' };

export type UpstreamLink = {
  /** As Graph wrote it. */
  readonly url: string;
  readonly kind: 'page' | 'delta';
  /** As rules of Psoxy's form left it; those may put tokens into links. */
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
  | { readonly ok: true; readonly body: SanitizedBody; readonly counts: DropCounts }
  /** `why` is one of our own sentences, never upstream text. */
  | {
      readonly ok: false;
      readonly code:
        | 'Graphveil.UpstreamInvalid'
        | 'Graphveil.LinkUnmapped'
        | 'Graphveil.LinkTooLong'
        | 'Graphveil.ItemDropped';
      readonly why: string;
      /** Graph's own word for it, where Graph has one. */
      readonly graphCode?: string;
      /** The answer isn't JSON, as when its end is missing. */
      readonly cut?: true;
    };

/** Sanitizes the answers of one endpoint: bytes to bytes, never throws, meets no bad rule. */
export type Runner = { readonly run: (body: Uint8Array, tools: RunContext) => RunResult };

/** All runners of a Plan, prepared once at start. */
export type Runners = {
  /** By the endpoint's place in `plan.endpoints`; throws for any other. */
  readonly at: (endpoint: number) => Runner;
  /** True for an empty answer that is complete (RFC 9110, 6.4.1) and that the form's rules name no shape for. */
  readonly isBodiless: (method: string, status: number) => boolean;
};

import type { ValueKind } from './token-kinds.ts';

/** Token formats: `v1` is Graphveil's own; `psoxy` gives the same tokens as Psoxy, for migration. */
export type Scheme = 'v1' | 'psoxy';

/** Treatment of an e-mail address's domain in its token. */
export type DomainHandling = 'keep' | 'drop' | 'hash';

/** The parts of a value's pseudonym; `token` is the text in replies. */
export type Pseudonym = {
  /** base64url, 43 characters: equal for equal canonical values. */
  readonly hash: string;
  /** The address's domain as shown in the token (`h~…` if hashed); absent if there is none or it is dropped. */
  readonly domain?: string;
  /** `t~…`, or `p~…` if reversible, with its `@domain`. */
  readonly token: string;
};

export type Opened =
  /** `kind`: the kind that the token was created for; absent in scheme `psoxy`, whose tokens don't contain it. */
  | { readonly ok: true; readonly value: string; readonly kind?: ValueKind }
  | { readonly ok: false; readonly reason: 'invalid' | 'unknown-epoch' };

/** Creates and opens the pseudonyms of one keyring. Pure: the same value and keyring always give the same token. */
export type Pseudonyms = {
  readonly scheme: Scheme;
  /**
   * Pseudonymizes a value in its canonical spelling, so that each person has one pseudonym. Equal values in different
   * spaces have unrelated pseudonyms. A value that no request can carry gets a one-way token even if a reversible one
   * is requested.
   */
  readonly pseudonymize: (
    value: string,
    kind: ValueKind,
    how: { readonly reversible: boolean; readonly domain: DomainHandling },
  ) => Pseudonym;
  /** Like `pseudonymize`, but always reversible and without a domain. */
  readonly tokenize: (value: string, kind: ValueKind) => string;
  /** Pseudonymizes a network address in canonical form: `t~…`, or `p~…` if reversible. */
  readonly pseudonymizeIp: (address: string, how: { readonly reversible: boolean }) => string;
  /** Verifies and opens a `p~…` token (with or without its suffix). */
  readonly open: (token: string) => Opened;
  /** Makes an empty batch; absent if tokens are only made one by one. */
  readonly batch?: () => TokenBatch;
};

/** Tokens that are made together. They are the same as those made one by one. */
export type TokenBatch = {
  /** Adds a value; returns the length of its token in characters, all of ASCII. */
  readonly add: (
    value: string,
    kind: ValueKind,
    how: { readonly reversible: boolean; readonly domain: DomainHandling },
  ) => number;
  /** Writes the tokens of all added values at `places`, in the sequence of `add`, and empties the batch. */
  readonly write: (target: Uint8Array, places: readonly number[]) => void;
  /** Empties the batch. */
  readonly clear: () => void;
};

/** Authenticated encryption for links on the proxy's own base URL. Both ends must use the same `context`. */
export type LinkBox = {
  /** Equal plaintexts in equal contexts give equal results within an epoch. */
  readonly seal: (plaintext: Uint8Array, context: string) => string;
  readonly open: (sealed: string, context: string) => OpenedLink;
};

export type OpenedLink =
  | { readonly ok: true; readonly plaintext: Uint8Array }
  | { readonly ok: false; readonly reason: 'invalid' | 'unknown-epoch' };

/** A prepared keyring: its key ids and the operations on them. */
export type Keyring = {
  readonly series: string;
  /** The epoch of new tokens, 1…63. */
  readonly epoch: number;
  readonly pseudonyms: Pseudonyms;
  readonly links: LinkBox;
};

import type { TokenKindName, ValueKind } from './token-kinds.ts';

/** How tokens are written: `v1` is Graphveil's own, `psoxy` equals the tokens of the system people migrate from. */
export type Scheme = 'v1' | 'psoxy';

/** Treatment of an e-mail address's domain in its token. */
export type DomainHandling = 'keep' | 'drop' | 'hash';

/** A value's pseudonym in its parts; `token` is the written form that replies carry. */
export type Pseudonym = {
  /** base64url, 43 characters: equal for equal canonical values. */
  readonly hash: string;
  /** The address's domain as the token shows it (`h~…` when hashed); absent when there is none or it is dropped. */
  readonly domain?: string;
  /** `t~…`, or `p~…` when reversible, with its `@domain`. */
  readonly token: string;
};

export type Opened =
  /** `kind`: the kind that the token was created for; absent in scheme `psoxy`, whose tokens don't contain it. */
  | { readonly ok: true; readonly value: string; readonly kind?: TokenKindName }
  | { readonly ok: false; readonly reason: 'invalid' | 'unknown-epoch' };

/** Creates and opens the pseudonyms of one keyring. Pure: the same value and keyring always give the same token. */
export type Pseudonyms = {
  readonly scheme: Scheme;
  /**
   * A value in its one spelling, so that one person has one pseudonym. Equal values of kinds of different spaces have
   * unrelated pseudonyms. A value that no request can carry gets a one-way token even where it is asked for a reversible one.
   */
  readonly pseudonymize: (
    value: string,
    kind: ValueKind,
    how: { readonly reversible: boolean; readonly domain: DomainHandling },
  ) => Pseudonym;
  /** The same, always reversible and never with a domain. */
  readonly tokenize: (value: string, kind: ValueKind) => string;
  /** A network address in canonical text: `t~…`, or `p~…` when reversible. */
  readonly pseudonymizeIp: (address: string, how: { readonly reversible: boolean }) => string;
  /** Verifies and opens a `p~…` token (with or without its suffix). */
  readonly open: (token: string) => Opened;
};

/** Authenticated encryption for links on the proxy's own base URL; `context` must be equal at both ends. */
export type LinkBox = {
  /** Equal plaintexts in equal contexts give equal texts, within an epoch. */
  readonly seal: (plaintext: Uint8Array, context: string) => string;
  readonly open: (sealed: string, context: string) => OpenedLink;
};

export type OpenedLink =
  | { readonly ok: true; readonly plaintext: Uint8Array }
  | { readonly ok: false; readonly reason: 'invalid' | 'unknown-epoch' };

/** A prepared keyring: its key ids and the operations on them. */
export type Keyring = {
  readonly series: string;
  /** The epoch that new tokens are written under, 1…63. */
  readonly epoch: number;
  readonly pseudonyms: Pseudonyms;
  readonly links: LinkBox;
};

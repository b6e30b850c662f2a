/** How tokens are written: `v1` is Graphveil's own, `psoxy` equals the tokens of the system people migrate from. */
export type Scheme = 'v1' | 'psoxy';

/** What is done with the domain of an e-mail address in its token. */
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
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: 'invalid' | 'unknown-epoch' };

/** Makes and opens the pseudonyms of one keyring. Pure: same value, same keyring, same token. */
export type Pseudonyms = {
  readonly scheme: Scheme;
  /** A person's (or thing's) value: canonicalized, so that one person has one pseudonym. */
  readonly pseudonymize: (
    value: string,
    how: { readonly reversible: boolean; readonly domain: DomainHandling },
  ) => Pseudonym;
  /** An opaque id or link: always reversible, never with a domain. */
  readonly tokenize: (value: string) => string;
  /** A network address in canonical text: `t~…`, or `p~…` when reversible. */
  readonly pseudonymizeIp: (address: string, how: { readonly reversible: boolean }) => string;
  /** Verifies and opens a `p~…` token (with or without its suffix). */
  readonly open: (token: string) => Opened;
};

/** Authenticated encryption for links on the proxy's own base URL; `context` must be equal at both ends. */
export type LinkBox = {
  readonly seal: (plaintext: string, context: string, random: (bytes: number) => Uint8Array) => string;
  readonly open: (sealed: string, context: string) => Opened;
};

/** A keyring ready for use: which keys it is, and what they can do. */
export type Keyring = {
  readonly series: string;
  /** The epoch that new tokens are written under, 1…63. */
  readonly epoch: number;
  readonly pseudonyms: Pseudonyms;
  readonly links: LinkBox;
};

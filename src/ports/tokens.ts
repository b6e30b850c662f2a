/** An app-only Graph token with the claims that the proxy reads from it. */
export type AccessToken = {
  readonly token: string;
  /** The `roles` claim: application permissions with consent. */
  readonly roles: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly obtainedAt: number;
  readonly expiresAt: number;
};

/** Access tokens of one connector. `renew` creates a new credential, because the library caches per instance. */
export type AccessTokens = {
  readonly get: () => Promise<AccessToken>;
  readonly renew: () => Promise<AccessToken>;
};

/** The workload's own identity token (an OIDC JWT), used as client assertion. */
export type IdentityTokens = { readonly get: () => Promise<string> };

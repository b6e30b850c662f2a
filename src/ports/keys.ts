/** The public half of a signing key as a JWK (RFC 7517): RSA, RS256, with its RFC 7638 thumbprint as `kid`. */
export type PublicKey = {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
};

/** Signs access tokens. The private key stays where it is. */
export type Signer = {
  /** The key that signs, and a way to sign with exactly that one: RSASSA-PKCS1-v1_5 with SHA-256 of the data. */
  readonly current: () => Promise<{
    readonly kid: string;
    readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
  }>;
  /** All published keys. While keys roll over, there are two. */
  readonly published: () => Promise<readonly PublicKey[]>;
};

/** Makes message authentication codes (HMAC-SHA-256) with a key that never leaves its place. */
export type Macs = {
  /** Returns 32 bytes. The text has at most 4,096 bytes. */
  readonly make: (text: string) => Promise<Uint8Array>;
};

/** The key service doesn't answer or refuses. `Signer` and `Macs` reject with nothing else. */
export class KeysFault extends Error {
  constructor(cause?: unknown) {
    super('keys unavailable', { cause });
    this.name = 'KeysFault';
  }
}

/** A JSON Web Key Set (RFC 7517) of another issuer. */
export type IssuerKeySet = { readonly keys: readonly Readonly<Record<string, unknown>>[] };

/** The published keys of issuers whose tokens clients authenticate with. */
export type IssuerKeys = {
  /** Undefined if the issuer can't be read. @param fresh reads it again, with a cooldown, for an unknown key */
  readonly get: (issuer: string, fresh?: boolean) => Promise<IssuerKeySet | undefined>;
};

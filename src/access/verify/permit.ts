import type { Problem } from '../../problems/index.ts';
import type { StoredGrant } from './stored.ts';

/** A grant that a token can use now. */
export type LiveGrant = Pick<StoredGrant, 'id' | 'kind' | 'group'> & {
  /** Path templates by connector. */
  readonly endpoints: ReadonlyMap<string, ReadonlySet<string>>;
};

/** Who calls, with the grants that count now. Never empty: without a grant, the verification fails. */
export type Verified = {
  readonly ok: true;
  readonly client: { readonly id: string; readonly name: string };
  readonly tokenId: string;
  readonly grants: readonly LiveGrant[];
  /** Groups of all grants of the client, with those that this token can't use: it can compare what each of them shows. */
  readonly groups: readonly string[];
};

export type BearerResult = Verified | { readonly ok: false; readonly problem: Problem };

/** Verifies the value of an `Authorization` header. Never rejects. */
export type VerifyBearer = (authorization: string | undefined) => Promise<BearerResult>;

export type Permitted =
  /** The grants that permit the call, which sees the union of their populations. */
  { readonly ok: true; readonly grants: readonly LiveGrant[] } | { readonly ok: false; readonly problem: Problem };

/** Decides whether a verified caller may use an endpoint of a connector. */
export const permitted = ({ grants }: Verified, connector: string, pathTemplate: string): Permitted => {
  const permitting = grants.filter(({ endpoints }) => endpoints.get(connector)?.has(pathTemplate) === true);
  return permitting.length > 0
    ? { ok: true, grants: permitting }
    : { ok: false, problem: { code: 'Graphveil.PermissionMissing' } };
};

/** The value of `WWW-Authenticate` (RFC 6750, 3) for a refusal of a bearer token; undefined if it has none. */
export const bearerChallenge = ({ code }: Problem): string | undefined => {
  if (code === 'Graphveil.TokenMissing') return 'Bearer realm="graphveil"';
  return ['Graphveil.TokenInvalid', 'Graphveil.TokenExpired', 'Graphveil.TokenRevoked'].includes(code)
    ? 'Bearer realm="graphveil", error="invalid_token"'
    : undefined;
};

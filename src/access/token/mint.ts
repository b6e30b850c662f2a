import type { Clock, NewId, Signer } from '../../ports/index.ts';
import type { AccessClaims, StoredClient } from '../verify/index.ts';

export type MintOptions = {
  readonly signer: Signer;
  readonly issuer: string;
  readonly audience: string;
  /** At most 24 hours. */
  readonly accessSeconds: number;
  readonly clock: Clock;
  readonly newId: NewId;
};

/** The grants of a token: all of the client, or the one of a refresh token. */
export type TokenScope =
  | { readonly grant_scope: 'all' }
  | { readonly grants: NonNullable<AccessClaims['grants']>; readonly refresh_id: string };

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Names of Graph permissions, which tools look for in `roles`, as in a token of Microsoft Entra ID. */
const rolesOf = ({ permissions }: StoredClient): readonly string[] =>
  [...new Set(permissions.map((name) => name.slice(name.indexOf(':') + 1)))].sort();

/** Makes an access token (RFC 9068: a JWT of type at+jwt), signed with RS256 by the signer's current key. */
export const mintAccessToken = async (
  { signer, issuer, audience, accessSeconds, clock, newId }: MintOptions,
  client: StoredClient,
  scope: TokenScope,
): Promise<string> => {
  const { kid, sign } = await signer.current();
  const iat = Math.floor(clock() / 1000);
  const claims: AccessClaims & Readonly<Record<string, unknown>> = {
    iss: issuer,
    aud: audience,
    sub: client.id,
    client_id: client.id,
    iat,
    exp: iat + accessSeconds,
    jti: newId(),
    epoch: client.epoch,
    ...scope,
    roles: rolesOf(client),
  };
  const input = `${part({ alg: 'RS256', kid, typ: 'at+jwt' })}.${part(claims)}`;
  return `${input}.${Buffer.from(await sign(Buffer.from(input))).toString('base64url')}`;
};

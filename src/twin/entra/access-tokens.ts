import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../../ports/index.ts';
import { makeSigningKey } from '../issuer/index.ts';
import type { Application } from './applications.ts';
import { graphAppId, type Tenant } from './tenant.ts';

/** The caller of Graph: an application with its roles, or an operator with delegated scopes. */
export type Caller = {
  readonly appId: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
};

export type TokenFlaw = 'expired' | 'audience' | 'invalid';

export type AccessTokenMint = {
  /** An app-only token whose `roles` are the current consents. Without any consent, the claim is absent. */
  readonly forApplication: (application: Application, resource: string, entraUrl: string) => Promise<string>;
  /** A delegated token like the Azure CLI's for an administrator. */
  readonly forOperator: (scopes: readonly string[], entraUrl: string) => Promise<string>;
  readonly verify: (token: string, graphUrl: string, now: number) => Promise<Caller | TokenFlaw>;
  readonly publicKeys: () => readonly object[];
  lifetimeSeconds: number;
};

const azureCliAppId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

const words = (claim: unknown): readonly string[] => {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim.filter((word) => typeof word === 'string') : [];
};

/** Creates and verifies the tenant's access tokens (RS256, version 1.0 claims, as Graph receives them). */
export const makeAccessTokens = async (tenant: Tenant, clock: Clock): Promise<AccessTokenMint> => {
  const key = await makeSigningKey();
  const keys = createLocalJWKSet({ keys: [key.publicJwk] });

  const sign = (claims: Record<string, unknown>, audience: string, entraUrl: string): Promise<string> => {
    const now = Math.floor(clock() / 1000);
    return new SignJWT({ ...claims, tid: tenant.id, uti: randomUUID(), ver: '1.0' })
      .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
      .setIssuer(`${entraUrl}/${tenant.id}/`)
      .setAudience(audience)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + mint.lifetimeSeconds)
      .sign(key.privateKey);
  };

  const mint: AccessTokenMint = {
    lifetimeSeconds: 3_599,
    publicKeys: () => [key.publicJwk],
    forApplication: (application, resource, entraUrl) => {
      const roles = [...application.consented].sort();
      const claims = {
        app_displayname: application.displayName,
        appid: application.clientId,
        appidacr: '2',
        idtyp: 'app',
        oid: application.servicePrincipalId,
        sub: application.servicePrincipalId,
        ...(roles.length === 0 ? {} : { roles }),
      };
      return sign(claims, resource, entraUrl);
    },
    forOperator: (scopes, entraUrl) => {
      const claims = { appid: azureCliAppId, idtyp: 'user', scp: scopes.join(' '), upn: `admin@${tenant.domain}` };
      return sign(claims, 'https://graph.microsoft.com', entraUrl);
    },
    verify: async (token, graphUrl, now) => {
      try {
        const { payload } = await jwtVerify(token, keys, {
          algorithms: ['RS256'],
          currentDate: new Date(now),
          audience: ['https://graph.microsoft.com', graphAppId, graphUrl],
        });
        return { appId: String(payload['appid']), roles: words(payload['roles']), scopes: words(payload['scp']) };
      } catch (error) {
        if (error instanceof errors.JWTExpired) return 'expired';
        return error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud' ? 'audience' : 'invalid';
      }
    },
  };
  return mint;
};

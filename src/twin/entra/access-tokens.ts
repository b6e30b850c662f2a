import { createHash, randomUUID } from 'node:crypto';
import { createLocalJWKSet, errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../../ports/index.ts';
import { makeSigningKey } from '../issuer/index.ts';
import type { Application } from './applications.ts';
import { graphAppId, type Tenant } from './tenant.ts';

/** The caller of Graph: an application with its roles, or a person with an application's delegated scopes. */
export type Caller = {
  readonly appId: string;
  /** Object id of the signed-in person; absent for an application. */
  readonly personId?: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
};

export type TokenFlaw = 'expired' | 'audience' | 'invalid';

export type AccessTokenMint = {
  /** An app-only token whose `roles` are the current consents. Without any consent, the claim is absent. */
  readonly forApplication: (application: Application, resource: string, entraUrl: string) => Promise<string>;
  /** A delegated token like the Azure CLI's for an administrator. */
  readonly forOperator: (scopes: readonly string[], entraUrl: string) => Promise<string>;
  /** A delegated token of a person who signed in to an application. */
  readonly forPerson: (
    application: Application,
    person: TokenPerson,
    scopes: readonly string[],
    entraUrl: string,
  ) => Promise<string>;
  /** An id token of the v2.0 endpoint, valid for an hour. */
  readonly idToken: (
    application: Application,
    person: TokenPerson,
    claims: IdClaims,
    entraUrl: string,
  ) => Promise<string>;
  readonly verify: (token: string, graphUrl: string, now: number) => Promise<Caller | TokenFlaw>;
  readonly publicKeys: () => readonly object[];
  lifetimeSeconds: number;
};

/** The person that a token is about. */
export type TokenPerson = { readonly id: string; readonly displayName: string; readonly userPrincipalName: string };

export type IdClaims = {
  readonly nonce: string | undefined;
  /** Seconds since 1970. Only in the token if the registration requests the claim. */
  readonly authTime: number;
  readonly roles: readonly string[];
};

const idTokenSeconds = 3_600;

/** The subject of an id token: one person has another one for each application. */
const pairwiseSubject = (tenant: Tenant, { clientId }: Application, { id }: TokenPerson): string =>
  createHash('sha256').update(`${tenant.id} ${clientId} ${id}`).digest('base64url');

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
    forPerson: (application, person, scopes, entraUrl) => {
      const claims = {
        app_displayname: application.displayName,
        appid: application.clientId,
        appidacr: '2',
        idtyp: 'user',
        name: person.displayName,
        oid: person.id,
        scp: scopes.join(' '),
        sub: pairwiseSubject(tenant, application, person),
        upn: person.userPrincipalName,
      };
      return sign(claims, graphAppId, entraUrl);
    },
    idToken: (application, person, { nonce, authTime, roles }, entraUrl) => {
      const now = Math.floor(clock() / 1000);
      const claims = {
        ...(application.optionalClaims.includes('auth_time') ? { auth_time: authTime } : {}),
        name: person.displayName,
        ...(nonce === undefined ? {} : { nonce }),
        oid: person.id,
        preferred_username: person.userPrincipalName,
        ...(roles.length === 0 ? {} : { roles }),
        tid: tenant.id,
        uti: randomUUID(),
        ver: '2.0',
      };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
        .setIssuer(`${entraUrl}/${tenant.id}/v2.0`)
        .setAudience(application.clientId)
        .setSubject(pairwiseSubject(tenant, application, person))
        .setIssuedAt(now)
        .setNotBefore(now)
        .setExpirationTime(now + idTokenSeconds)
        .sign(key.privateKey);
    },
    verify: async (token, graphUrl, now) => {
      try {
        const { payload } = await jwtVerify(token, keys, {
          algorithms: ['RS256'],
          currentDate: new Date(now),
          audience: ['https://graph.microsoft.com', graphAppId, graphUrl],
        });
        const { appid, idtyp, oid, roles, scp } = payload;
        return {
          appId: String(appid),
          roles: words(roles),
          scopes: words(scp),
          ...(idtyp === 'user' && typeof oid === 'string' ? { personId: oid } : {}),
        };
      } catch (error) {
        if (error instanceof errors.JWTExpired) return 'expired';
        return error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud' ? 'audience' : 'invalid';
      }
    },
  };
  return mint;
};

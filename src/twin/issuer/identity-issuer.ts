import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Clock } from '../../ports/index.ts';
import type { TwinAnswer, TwinCall } from '../http/index.ts';
import { makeSigningKey, type SigningKey } from './signing-key.ts';

export type IdentityTokenRequest = {
  /** ARN of the workload's role. */
  readonly subject: string;
  readonly audience?: string;
  readonly lifetimeSeconds?: number;
};

export type IdentityIssuer = {
  /** Handles the issuer's HTTP endpoints: discovery, keys, and `POST /token` with `subject` and `audience`. */
  readonly answer: (call: TwinCall) => Promise<TwinAnswer>;
  readonly mint: (issuer: string, request: IdentityTokenRequest) => Promise<string>;
  /** Signs tokens with a new key from now on, and no longer publishes the former one. */
  readonly rotateKeys: () => Promise<void>;
};

const discovery = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  claims_supported: ['aud', 'exp', 'iat', 'iss', 'jti', 'sub'],
});

const mint = async (key: SigningKey, clock: Clock, issuer: string, request: IdentityTokenRequest): Promise<string> => {
  const now = Math.floor(clock() / 1000);
  const { subject, audience = 'api://AzureADTokenExchange', lifetimeSeconds = 300 } = request;
  return new SignJWT({ 'https://sts.amazonaws.com/': { aws_account: subject.split(':')[4] ?? '' } })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds)
    .setJti(randomUUID())
    .sign(key.privateKey);
};

const answerToken = async (
  call: TwinCall,
  make: (request: IdentityTokenRequest) => Promise<string>,
): Promise<TwinAnswer> => {
  const form = new URLSearchParams(call.body);
  const subject = form.get('subject');
  if (call.method !== 'POST' || subject === null) {
    return {
      status: 400,
      json: { error: 'expected a POST with a form that has subject, and audience if not the default' },
    };
  }
  const audience = form.get('audience');
  return { status: 200, json: { token: await make({ subject, ...(audience === null ? {} : { audience }) }) } };
};

/**
 * Simulates an account's STS issuer: mints workload identity tokens (RS256, 300 s, the role's ARN as subject, audience
 * api://AzureADTokenExchange) and publishes the keys that verify them. The issuer is the URL under which it is served.
 */
export const makeIdentityIssuer = async (clock: Clock): Promise<IdentityIssuer> => {
  let key = await makeSigningKey();
  return {
    mint: (issuer, request) => mint(key, clock, issuer, request),
    rotateKeys: async () => {
      key = await makeSigningKey();
    },
    answer: async (call) => {
      const issuer = call.url.origin;
      switch (call.url.pathname) {
        case '/.well-known/openid-configuration':
          return { status: 200, json: discovery(issuer) };
        case '/.well-known/jwks.json':
          return { status: 200, json: { keys: [key.publicJwk] } };
        case '/token':
          return answerToken(call, (request) => mint(key, clock, issuer, request));
        default:
          return { status: 404, json: { error: 'not found' } };
      }
    },
  };
};

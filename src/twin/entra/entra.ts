import type { TwinAnswer, TwinCall } from '../http/index.ts';
import { answerAuthorize, answerLogout } from './authorize.ts';
import type { EntraParts } from './entra-parts.ts';
import { instanceDiscovery, openIdConfiguration } from './metadata.ts';
import { grantPersonTokens } from './person-tokens.ts';
import { refuseSignIn } from './refusal.ts';
import { refusals } from './refusals.ts';
import { findApplication, readTokenRequest } from './token-request.ts';
import { verifyAssertion } from './verify-assertion.ts';

const personGrants: readonly (string | null)[] = ['authorization_code', 'refresh_token'];

const grantToken = async (parts: EntraParts, named: string, call: TwinCall): Promise<TwinAnswer> => {
  const { tenant, applications, tokens, ca, clock } = parts;
  if (tenant.isNamed(named) && personGrants.includes(new URLSearchParams(call.body).get('grant_type'))) {
    const answer = await grantPersonTokens(parts, call);
    return 'number' in answer ? refuseSignIn(answer, clock()) : answer;
  }
  const request = readTokenRequest(tenant, named, call.body);
  if ('number' in request) return refuseSignIn(request, clock());
  const application = findApplication(applications, tenant, request.clientId);
  if ('number' in application) return refuseSignIn(application, clock());
  const refusal = await verifyAssertion(application, request.assertion, ca, clock());
  if (refusal !== undefined) return refuseSignIn(refusal, clock());
  const token = await tokens.forApplication(application, request.resource, call.url.origin);
  const { lifetimeSeconds } = tokens;
  return {
    status: 200,
    headers: { 'cache-control': 'no-store, no-cache' },
    json: { token_type: 'Bearer', expires_in: lifetimeSeconds, ext_expires_in: lifetimeSeconds, access_token: token },
  };
};

/** The issuer and the addresses in metadata are of the host that was asked, which can be Microsoft's own name in a test. */
const underItsName = (call: TwinCall): TwinCall => {
  const { host } = call.headers;
  return host === undefined
    ? call
    : { ...call, url: new URL(`${call.url.pathname}${call.url.search}`, `https://${host}`) };
};

/**
 * Serves sign-in as Microsoft Entra ID does: metadata, tokens for applications with federated credentials, and sign-in
 * of people.
 */
export const answerSignIn = async (parts: EntraParts, received: TwinCall): Promise<TwinAnswer> => {
  const { tenant, tokens, clock } = parts;
  const call = underItsName(received);
  const [named = '', ...rest] = call.url.pathname.split('/').slice(1);
  const place = `${call.method} ${rest.join('/')}`;
  if (place === 'GET discovery/instance') return { status: 200, json: instanceDiscovery(call.url.origin, tenant) };
  if (place === 'POST oauth2/v2.0/token') return grantToken(parts, named, call);
  if (!tenant.isNamed(named)) return refuseSignIn(refusals.tenantUnknown(named), clock());
  switch (place) {
    case 'GET v2.0/.well-known/openid-configuration':
      return { status: 200, json: openIdConfiguration(call.url.origin, tenant) };
    case 'GET oauth2/v2.0/authorize':
    case 'POST oauth2/v2.0/authorize':
      return answerAuthorize(parts, call);
    case 'GET oauth2/v2.0/logout':
      return answerLogout(parts, call);
    case 'GET discovery/v2.0/keys':
      return { status: 200, json: { keys: tokens.publicKeys() } };
    default:
      return { status: 404 };
  }
};

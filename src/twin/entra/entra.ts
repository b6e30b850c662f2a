import type { Clock } from '../../ports/index.ts';
import type { TwinAnswer, TwinCall } from '../http/index.ts';
import type { AccessTokenMint } from './access-tokens.ts';
import type { Applications } from './applications.ts';
import { instanceDiscovery, openIdConfiguration } from './metadata.ts';
import { refuseSignIn } from './refusal.ts';
import { refusals } from './refusals.ts';
import type { Tenant } from './tenant.ts';
import { findApplication, readTokenRequest } from './token-request.ts';
import { verifyAssertion } from './verify-assertion.ts';

export type EntraParts = {
  readonly tenant: Tenant;
  readonly applications: Applications;
  readonly tokens: AccessTokenMint;
  /** PEM of the certificate authority that identity issuers' certificates are verified with. */
  readonly ca: string;
  readonly clock: Clock;
};

const grantToken = async (parts: EntraParts, named: string, call: TwinCall): Promise<TwinAnswer> => {
  const { tenant, applications, tokens, ca, clock } = parts;
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

/** Serves sign-in as Microsoft Entra ID does: metadata, and tokens for applications with federated credentials. */
export const answerSignIn = async (parts: EntraParts, call: TwinCall): Promise<TwinAnswer> => {
  const { tenant, tokens, clock } = parts;
  const [named = '', ...rest] = call.url.pathname.split('/').slice(1);
  const place = `${call.method} ${rest.join('/')}`;
  if (place === 'GET discovery/instance') return { status: 200, json: instanceDiscovery(call.url.origin, tenant) };
  if (place === 'POST oauth2/v2.0/token') return grantToken(parts, named, call);
  if (!tenant.isNamed(named)) return refuseSignIn(refusals.tenantUnknown(named), clock());
  switch (place) {
    case 'GET v2.0/.well-known/openid-configuration':
      return { status: 200, json: openIdConfiguration(call.url.origin, tenant) };
    case 'GET discovery/v2.0/keys':
      return { status: 200, json: { keys: tokens.publicKeys() } };
    default:
      return { status: 404 };
  }
};

import type { Applications } from './applications.ts';
import type { SignInRefusal } from './refusal.ts';
import { refusals } from './refusals.ts';
import type { Tenant } from './tenant.ts';

/** The content of a well-formed client-credentials request. */
export type TokenRequest = { readonly clientId: string; readonly assertion: string; readonly resource: string };

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const defaultScope = /^(?<resource>\S+)\/\.default$/;

/** Parses the form of `POST /{tenant}/oauth2/v2.0/token`, or returns the matching AADSTS error. */
export const readTokenRequest = (tenant: Tenant, named: string, body: string): TokenRequest | SignInRefusal => {
  if (!tenant.isNamed(named)) return refusals.tenantUnknown(named);
  const form = new URLSearchParams(body);
  const missing = ['grant_type', 'client_id', 'scope'].find((name) => !form.get(name));
  if (missing !== undefined) return refusals.parameterMissing(missing);
  if (form.get('grant_type') !== 'client_credentials') return refusals.grantUnsupported();
  const clientId = form.get('client_id') ?? '';
  if (form.has('client_secret')) return refusals.secretInvalid(clientId);
  const assertion = form.get('client_assertion');
  if (assertion === null) return refusals.parameterMissing('client_assertion');
  if (form.get('client_assertion_type') !== assertionType) return refusals.parameterMissing('client_assertion_type');
  // MSAL adds the scopes of OpenID Connect to the requested ones; the service ignores them here.
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope.includes('/'));
  const resource = defaultScope.exec(scopes[0] ?? '')?.groups?.['resource'];
  if (resource === undefined || scopes.length !== 1) return refusals.scopeInvalid(form.get('scope') ?? '');
  if (!tenant.isGraph(resource)) return refusals.resourceUnknown(resource, tenant.displayName);
  return { clientId, assertion, resource };
};

/** Returns the application of a request, or the reason why it may not sign in. */
export const findApplication = (applications: Applications, tenant: Tenant, clientId: string) => {
  const application = applications.find(clientId);
  if (application === undefined) return refusals.applicationUnknown(clientId, tenant.displayName);
  return application.enabled ? application : refusals.applicationDisabled(clientId);
};

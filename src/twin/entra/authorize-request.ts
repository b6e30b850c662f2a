import type { Application, Applications } from './applications.ts';
import type { SignInRefusal } from './refusal.ts';
import { personRefusals, refusals } from './refusals.ts';
import type { Tenant } from './tenant.ts';
import { findApplication } from './token-request.ts';

/** A request for an authorization code whose application and redirect URI are known. */
export type AuthorizeRequest = {
  readonly application: Application;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly challenge: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly prompt: string | undefined;
  readonly loginHint: string | undefined;
  /** Seconds since the last sign-in after which it has to be repeated. */
  readonly maxAge: number | undefined;
};

/** A refusal that leads back to the application. The others are shown in the browser, since nothing vouches for the address. */
export type RedirectedRefusal = {
  readonly refusal: SignInRefusal;
  readonly redirectUri: string;
  readonly state: string | undefined;
};

/** Scopes of OpenID Connect, which need no consent of an administrator. */
export const openIdScopes: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

const graphPrefix = 'https://graph.microsoft.com/';

/** Splits `scope`, without the prefix of Microsoft Graph. Other resources are an error. */
export const readScopes = (tenant: Tenant, scope: string): readonly string[] | SignInRefusal => {
  const scopes = scope
    .split(' ')
    .filter((one) => one !== '')
    .map((one) => (one.startsWith(graphPrefix) ? one.slice(graphPrefix.length) : one));
  const foreign = scopes.find((one) => one.includes('/'));
  return foreign === undefined ? scopes : refusals.resourceUnknown(foreign, tenant.displayName);
};

const hasConsent = ({ consentedScopes }: Application, scopes: readonly string[]): boolean =>
  scopes.every((scope) => openIdScopes.includes(scope) || consentedScopes.has(scope));

const challengeRefusal = (query: URLSearchParams): SignInRefusal | undefined => {
  const challenge = query.get('code_challenge');
  if (challenge === null || query.get('code_challenge_method') !== 'S256') return personRefusals.challengeRequired();
  return /^[\w-]{43}$/.test(challenge) ? undefined : personRefusals.challengeInvalid();
};

const requestRefusal = (query: URLSearchParams, { clientId }: Application): SignInRefusal | undefined => {
  const type = query.get('response_type') ?? '';
  if (type !== 'code') return personRefusals.responseTypeUnsupported(type, clientId);
  if ((query.get('response_mode') ?? 'query') !== 'query') return personRefusals.responseModeUnsupported();
  return challengeRefusal(query);
};

const readMaxAge = (query: URLSearchParams): number | undefined => {
  const text = query.get('max_age');
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
};

/**
 * Reads the parameters of `/authorize`. Source: Microsoft identity platform, "OAuth 2.0 authorization code flow",
 * request an authorization code; OpenID Connect Core 1.0, section 3.1.2.1.
 */
export const readAuthorizeRequest = (
  tenant: Tenant,
  applications: Applications,
  query: URLSearchParams,
): AuthorizeRequest | SignInRefusal | RedirectedRefusal => {
  const missing = ['client_id', 'redirect_uri', 'response_type', 'scope'].find((name) => !query.get(name));
  if (missing !== undefined) return refusals.parameterMissing(missing);
  const application = findApplication(applications, tenant, query.get('client_id') ?? '');
  if ('number' in application) return application;
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!application.redirectUris.includes(redirectUri))
    return personRefusals.redirectUnknown(redirectUri, application.clientId);
  const state = query.get('state') ?? undefined;
  const scopes = readScopes(tenant, query.get('scope') ?? '');
  const refusal = requestRefusal(query, application) ?? ('number' in scopes ? scopes : undefined);
  if (refusal !== undefined) return { refusal, redirectUri, state };
  if ('number' in scopes || !hasConsent(application, scopes))
    return { refusal: personRefusals.consentRequired(application.displayName), redirectUri, state };
  return {
    application,
    redirectUri,
    scopes,
    state,
    challenge: query.get('code_challenge') ?? '',
    nonce: query.get('nonce') ?? undefined,
    prompt: query.get('prompt') ?? undefined,
    loginHint: query.get('login_hint') ?? undefined,
    maxAge: readMaxAge(query),
  };
};

import { createHash } from 'node:crypto';
import type { TwinAnswer, TwinCall } from '../http/index.ts';
import type { Application } from './applications.ts';
import { openIdScopes, readScopes } from './authorize-request.ts';
import type { EntraParts } from './entra-parts.ts';
import type { SignInRefusal } from './refusal.ts';
import { personRefusals, refusals } from './refusals.ts';
import { rolesOf } from './sign-in-choices.ts';
import { codeLifetimeMs, refreshIdleMs, type SignIn } from './sign-ins.ts';
import { assertionType, findApplication } from './token-request.ts';
import { verifyAssertion } from './verify-assertion.ts';

type Granted = { readonly signIn: SignIn & { readonly issuedAt: number }; readonly scopes: readonly string[] };

/** Finds the application and verifies its federated assertion. A client secret is refused. */
const authenticate = async (
  { tenant, applications, ca, clock }: EntraParts,
  form: URLSearchParams,
): Promise<Application | SignInRefusal> => {
  const application = findApplication(applications, tenant, form.get('client_id') ?? '');
  if ('number' in application) return application;
  if (form.has('client_secret')) return refusals.secretInvalid(application.clientId);
  const assertion = form.get('client_assertion');
  if (assertion === null || form.get('client_assertion_type') !== assertionType)
    return personRefusals.noAuthentication();
  return (await verifyAssertion(application, assertion, ca, clock())) ?? application;
};

const verifierRefusal = (form: URLSearchParams, challenge: string): SignInRefusal | undefined => {
  const verifier = form.get('code_verifier');
  if (verifier === null) return personRefusals.verifierMissing();
  const isRight = createHash('sha256').update(verifier).digest('base64url') === challenge;
  return isRight ? undefined : personRefusals.verifierWrong();
};

const redeemCode = ({ signIns, clock }: EntraParts, { clientId }: Application, form: URLSearchParams) => {
  const text = form.get('code');
  if (!text) return refusals.parameterMissing('code');
  const code = signIns.findCode(text);
  if (code === undefined) return personRefusals.codeMalformed();
  if (code.clientId !== clientId) return personRefusals.grantInvalid();
  if (code.redeemed) return personRefusals.codeRedeemed();
  if (clock() - code.issuedAt > codeLifetimeMs) return personRefusals.codeExpired();
  const redirectUri = form.get('redirect_uri');
  if (redirectUri === null) return refusals.parameterMissing('redirect_uri');
  if (redirectUri !== code.redirectUri) return personRefusals.redirectDiffers(redirectUri, code.redirectUri);
  const refusal = verifierRefusal(form, code.challenge);
  if (refusal !== undefined) return refusal;
  code.redeemed = true;
  return { signIn: code, scopes: code.scopes };
};

const useRefreshToken = ({ signIns, clock }: EntraParts, { clientId }: Application, form: URLSearchParams) => {
  const text = form.get('refresh_token');
  if (!text) return refusals.parameterMissing('refresh_token');
  const token = signIns.findRefreshToken(text);
  if (token === undefined || token.clientId !== clientId) return personRefusals.grantInvalid();
  if (clock() - token.lastUsed > refreshIdleMs) return personRefusals.refreshExpired(token.issuedAt);
  token.lastUsed = clock();
  return { signIn: { ...token, nonce: undefined }, scopes: token.scopes };
};

/** Narrows the granted scopes to the requested ones. */
const narrowed = (
  { tenant }: EntraParts,
  { clientId, displayName, consentedScopes }: Application,
  scopes: readonly string[],
  form: URLSearchParams,
): readonly string[] | SignInRefusal => {
  const requested = form.get('scope') ? readScopes(tenant, form.get('scope') ?? '') : scopes;
  if ('number' in requested) return requested;
  const isConsented = requested.every((scope) => openIdScopes.includes(scope) || consentedScopes.has(scope));
  return isConsented ? requested : personRefusals.scopeNotConsented(clientId, displayName);
};

const issue = async (
  parts: EntraParts,
  call: TwinCall,
  application: Application,
  { signIn, scopes }: Granted,
): Promise<TwinAnswer | SignInRefusal> => {
  const { organization, signIns, tokens } = parts;
  const person = organization.person(signIn.personId);
  if (person === undefined || signIns.isRevoked(signIn)) return personRefusals.revoked();
  if (!person.accountEnabled) return personRefusals.personDisabled();
  const entraUrl = call.url.origin;
  const delegated = scopes.filter((scope) => !openIdScopes.includes(scope));
  const { nonce, authTime } = signIn;
  const roles = rolesOf(application, parts, person);
  const { lifetimeSeconds } = tokens;
  const json = {
    token_type: 'Bearer',
    scope: [...scopes].filter((scope) => scope !== 'offline_access').join(' '),
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token: await tokens.forPerson(application, person, delegated, entraUrl),
    ...(scopes.includes('offline_access') && { refresh_token: signIns.issueRefreshToken({ ...signIn, scopes }) }),
    ...(scopes.includes('openid') && {
      id_token: await tokens.idToken(application, person, { nonce, authTime, roles }, entraUrl),
    }),
  };
  return { status: 200, headers: { 'cache-control': 'no-store, no-cache' }, json };
};

/** Redeems an authorization code or a refresh token of a person, for an application that proves its own identity. */
export const grantPersonTokens = async (parts: EntraParts, call: TwinCall): Promise<TwinAnswer | SignInRefusal> => {
  const form = new URLSearchParams(call.body);
  const application = await authenticate(parts, form);
  if ('number' in application) return application;
  const redeem = form.get('grant_type') === 'refresh_token' ? useRefreshToken : redeemCode;
  const granted = redeem(parts, application, form);
  if ('number' in granted) return granted;
  const scopes = narrowed(parts, application, granted.scopes, form);
  return 'number' in scopes ? scopes : issue(parts, call, application, { ...granted, scopes });
};

import type { TwinAnswer, TwinCall } from '../http/index.ts';
import type { Person } from '../organization/index.ts';
import type { Application } from './applications.ts';
import { type AuthorizeRequest, type RedirectedRefusal, readAuthorizeRequest } from './authorize-request.ts';
import type { EntraParts } from './entra-parts.ts';
import { describeRefusal, type SignInRefusal } from './refusal.ts';
import { personRefusals } from './refusals.ts';
import { type Choices, choicesOf } from './sign-in-choices.ts';
import { refusalPage, signInPage } from './sign-in-page.ts';
import type { BrowserSession } from './sign-ins.ts';

/** The cookie of a browser that is signed in at Microsoft Entra ID. */
const sessionCookie = 'ESTSAUTH';

export const sessionIdOf = (call: TwinCall): string | undefined =>
  new RegExp(`(?:^|; )${sessionCookie}=(?<id>[\\w-]+)`).exec(call.headers['cookie'] ?? '')?.groups?.['id'];

const html = (status: number, page: { readonly html: string; readonly csp: string }): TwinAnswer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': page.csp,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  },
  bytes: new TextEncoder().encode(page.html),
});

/** Leads the browser back to the application, with 303 after a form. */
const leadBack = (
  call: TwinCall,
  redirectUri: string,
  parameters: Readonly<Record<string, string | undefined>>,
  cookie?: string,
): TwinAnswer => {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) target.searchParams.set(name, value);
  const headers = { location: target.href, 'cache-control': 'no-store', ...(cookie && { 'set-cookie': cookie }) };
  return { status: call.method === 'POST' ? 303 : 302, headers };
};

const leadBackRefused = (
  { clock }: EntraParts,
  call: TwinCall,
  { refusal, redirectUri, state }: RedirectedRefusal,
): TwinAnswer =>
  leadBack(call, redirectUri, {
    error: refusal.error,
    error_description: describeRefusal(refusal, clock()).text,
    ...(refusal.number === personRefusals.canceled().number && { error_subcode: 'cancel' }),
    state,
  });

/** True if the browser's session is enough for the request. Otherwise the person has to sign in again. */
const suffices = (request: AuthorizeRequest, session: BrowserSession, person: Person, now: number): boolean => {
  if (!person.accountEnabled) return false;
  if (['login', 'select_account', 'consent'].includes(request.prompt ?? '')) return false;
  if (request.loginHint !== undefined && request.loginHint.toLowerCase() !== person.userPrincipalName.toLowerCase())
    return false;
  return request.maxAge === undefined || now / 1000 - session.authTime <= request.maxAge;
};

const leadBackSignedIn = (
  { signIns }: EntraParts,
  call: TwinCall,
  request: AuthorizeRequest,
  session: BrowserSession,
  cookie?: string,
): TwinAnswer => {
  const { application, redirectUri, scopes, challenge, nonce, state } = request;
  const { clientId } = application;
  const code = signIns.issueCode({ clientId, redirectUri, scopes, challenge, nonce, ...session });
  return leadBack(call, redirectUri, { code, state }, cookie);
};

const choices = ({ organization, memberships }: EntraParts, application: Application): Choices =>
  choicesOf(application, organization, memberships);

const showPage = (
  parts: EntraParts,
  call: TwinCall,
  request: AuthorizeRequest,
  query: URLSearchParams,
  refusal?: SignInRefusal,
): TwinAnswer => {
  const page = signInPage({
    tenant: parts.tenant.displayName,
    application: request.application.displayName,
    redirectOrigin: new URL(request.redirectUri).origin,
    action: call.url.pathname,
    query,
    choices: choices(parts, request.application),
    problem: refusal?.sentence,
  });
  return html(refusal === undefined ? 200 : 400, page);
};

/** Signs in the person that somebody chose on the page. */
const chosen = (parts: EntraParts, call: TwinCall, request: AuthorizeRequest, form: URLSearchParams): TwinAnswer => {
  const { organization, signIns, clock } = parts;
  const { redirectUri, state } = request;
  if (form.has('cancel'))
    return leadBackRefused(parts, call, { refusal: personRefusals.canceled(), redirectUri, state });
  const name = form.get('person') ?? '';
  const person = organization.person(name.trim());
  if (person === undefined) return showPage(parts, call, request, form, personRefusals.personUnknown(name));
  if (!person.accountEnabled) return showPage(parts, call, request, form, personRefusals.personDisabled());
  const session = { personId: person.id, authTime: Math.floor(clock() / 1000) };
  const cookie = `${sessionCookie}=${signIns.openSession(session)}; Path=/; Secure; HttpOnly; SameSite=Lax`;
  return leadBackSignedIn(parts, call, request, session, cookie);
};

/**
 * Serves `/authorize`: signs in with the browser's session, or shows a page on which one chooses a person. The page
 * posts to the same address.
 */
export const answerAuthorize = (parts: EntraParts, call: TwinCall): TwinAnswer => {
  const { tenant, applications, organization, signIns, clock } = parts;
  const query = call.method === 'POST' ? new URLSearchParams(call.body) : call.url.searchParams;
  const request = readAuthorizeRequest(tenant, applications, query);
  if ('number' in request) return html(400, refusalPage(tenant.displayName, describeRefusal(request, clock()).text));
  if ('refusal' in request) return leadBackRefused(parts, call, request);
  if (call.method === 'POST') return chosen(parts, call, request, query);
  const session = signIns.session(sessionIdOf(call));
  const person = session === undefined ? undefined : organization.person(session.personId);
  if (session !== undefined && person !== undefined && suffices(request, session, person, clock()))
    return leadBackSignedIn(parts, call, request, session);
  if (request.prompt === 'none') {
    const { redirectUri, state } = request;
    return leadBackRefused(parts, call, { refusal: personRefusals.notSignedIn(), redirectUri, state });
  }
  return showPage(parts, call, request, query);
};

/** Serves `/logout`: ends the browser's session and leads back to an address that an application registered. */
export const answerLogout = (parts: EntraParts, call: TwinCall): TwinAnswer => {
  parts.signIns.closeSession(sessionIdOf(call));
  const cookie = `${sessionCookie}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;
  const target = call.url.searchParams.get('post_logout_redirect_uri') ?? '';
  const isKnown = parts.applications.all().some(({ redirectUris }) => redirectUris.includes(target));
  if (isKnown) return leadBack(call, target, { state: call.url.searchParams.get('state') ?? undefined }, cookie);
  const page = refusalPage(parts.tenant.displayName, 'You signed out of your account.');
  const answer = html(200, page);
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } };
};

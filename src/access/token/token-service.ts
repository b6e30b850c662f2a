import { createLocalJWKSet, jwtVerify } from 'jose';
import {
  type Clock,
  type IssuerKeys,
  KeysFault,
  type Macs,
  type NewId,
  type RandomBytes,
  type Records,
  RecordsFault,
  type Signer,
} from '../../ports/index.ts';
import { redeemClaim } from '../redeem-claim.ts';
import { type AccessClaims, issuerOf, partitions, usedSorts } from '../verify/index.ts';
import { type Authenticated, authenticate } from './authenticate.ts';
import { type Limiter, type LimiterOptions, makeLimiter, usualLimit } from './limiter.ts';
import { audiencesOf, type Endpoint, isTenant, metadataOf, type Route, routeOf } from './metadata.ts';
import { mintAccessToken } from './mint.ts';
import { readForm, type TokenRequest } from './read-form.ts';
import { findRefresh, type RefreshTools } from './refresh.ts';
import { emptyReply, jsonReply, type RefusalCode, refusalReply, type TokenReply } from './refusal.ts';

export type TokenServiceOptions = {
  readonly records: Records;
  readonly macs: Macs;
  readonly signer: Signer;
  readonly issuerKeys: IssuerKeys;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  /** Origin under which clients reach the service, without a trailing slash. */
  readonly baseUrl: string;
  /** The tenant's id. */
  readonly tenant: string;
  readonly audience: string;
  /** Origins of Microsoft Graph that a scope can name. */
  readonly resources: readonly string[];
  /** At most 24 hours. */
  readonly accessSeconds: number;
  /** After this time without use a refresh token ends. */
  readonly unusedSeconds: number;
  readonly limit?: LimiterOptions;
  /** Whether clients may ask from an address. @default from any */
  readonly allows?: (address: string | undefined) => boolean;
};

/** Handles a request; undefined if its path isn't one of the token service. Never rejects. */
export type HandleTokenRequest = (request: TokenRequest) => Promise<TokenReply | undefined>;

type Tools = RefreshTools & TokenServiceOptions & { readonly issuer: string; readonly limiter: Limiter };

/** The input of a handler of an authenticated request. */
type Call = Authenticated & { readonly tools: Tools; readonly form: ReadonlyMap<string, string> };

type Handled = { readonly ok: true; readonly reply: TokenReply } | { readonly ok: false; readonly code: RefusalCode };

const done = (reply: TokenReply): Handled => ({ ok: true, reply });
const refuse = (code: RefusalCode): Handled => ({ ok: false, code });

/** Last uses are written once an hour, so that a busy client doesn't write with every token. */
const useInterval = 3_600;

/** Notes when something was last used. A concurrent request that notes the same may win. */
const noteUse = async ({ tools, client }: Call, used: string): Promise<void> => {
  const key = { partition: partitions.used(client.id), sort: `${usedSorts.last}${used}` };
  const now = Math.floor(tools.clock() / 1000);
  const held = await tools.records.get(key);
  if (held !== undefined && Number(held.body['at']) + useInterval > now) return;
  await tools.records.put({ ...key, body: { at: now } }, held?.version ?? 0);
};

/** Scopes of OpenID Connect, which MSAL adds. They have no effect. */
const ignoredScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

/** True if the scope names nothing but Microsoft Graph or this service. Without a scope it does. */
const isKnownScope = ({ tools: { resources, baseUrl, audience } }: Call, scope: string): boolean =>
  scope
    .split(' ')
    .filter((one) => one !== '' && !ignoredScopes.has(one))
    .every((one) => [...resources, baseUrl, audience].some((resource) => one === `${resource}/.default`));

const tokenReply = async (call: Call, scope: Parameters<typeof mintAccessToken>[2]): Promise<Handled> => {
  const { tools, client, form } = call;
  const token = await mintAccessToken(tools, client, scope);
  const seconds = tools.accessSeconds;
  return done(
    jsonReply(200, {
      token_type: 'Bearer',
      expires_in: seconds,
      ext_expires_in: seconds,
      access_token: token,
      // Rotation on use would lock out clients that lose a reply; this client authenticates with every use.
      ...(form.get('grant_type') === 'refresh_token' && { refresh_token: form.get('refresh_token') }),
    }),
  );
};

const clientCredentials = async (call: Call): Promise<Handled> => {
  await noteUse(call, call.used);
  return tokenReply(call, { grant_scope: 'all' });
};

const refreshToken = async (call: Call): Promise<Handled> => {
  const { tools, client, form } = call;
  const token = form.get('refresh_token');
  if (token === undefined) return refuse('Graphveil.RequestMalformed');
  const found = await findRefresh(tools, client, token);
  if (found === undefined) return refuse('Graphveil.RefreshTokenRefused');
  await Promise.all([noteUse(call, call.used), noteUse(call, `refresh:${found.refresh.id}`)]);
  const { id, epoch } = found.grant;
  return tokenReply(call, { grants: [{ id, epoch }], refresh_id: found.refresh.id });
};

const grantTypes = new Map<string, (call: Call) => Promise<Handled>>([
  ['client_credentials', clientCredentials],
  ['refresh_token', refreshToken],
]);

const handleToken = async (call: Call): Promise<Handled> => {
  const grantType = call.form.get('grant_type');
  if (grantType === undefined) return refuse('Graphveil.RequestMalformed');
  const grant = grantTypes.get(grantType);
  if (grant === undefined) return refuse('Graphveil.GrantTypeUnsupported');
  return isKnownScope(call, call.form.get('scope') ?? '') ? grant(call) : refuse('Graphveil.ResourceUnknown');
};

/** Returns the claims of an access token of this client that hasn't expired; undefined for any other text. */
const ownAccessToken = async ({ tools, client }: Call, token: string) => {
  try {
    const keys = createLocalJWKSet({ keys: [...(await tools.signer.published())] });
    const { issuer, audience, clock } = tools;
    const options = { issuer, audience, algorithms: ['RS256'], typ: 'at+jwt', currentDate: new Date(clock()) };
    const { payload } = await jwtVerify<AccessClaims>(token, keys, options);
    return payload.client_id === client.id ? payload : undefined;
  } catch {
    return undefined;
  }
};

const endToken = async ({ tools, client }: Call, id: string, until: number): Promise<void> => {
  await tools.records.put(
    { partition: partitions.used(client.id), sort: `${usedSorts.ended}${id}`, until, body: {} },
    0,
  );
};

/** RFC 7009: 200 for every token, since a client can't do anything about one that doesn't exist. */
const handleRevoke = async (call: Call): Promise<Handled> => {
  const token = call.form.get('token');
  if (token === undefined) return refuse('Graphveil.RequestMalformed');
  const refresh = await findRefresh(call.tools, call.client, token);
  if (refresh !== undefined) await endToken(call, refresh.refresh.id, refresh.until);
  const access = refresh === undefined ? await ownAccessToken(call, token) : undefined;
  if (access?.exp !== undefined) await endToken(call, access.jti, access.exp);
  return done(emptyReply(200));
};

const isEnded = async ({ tools, client }: Call, id: string | undefined): Promise<boolean> =>
  id !== undefined &&
  (await tools.records.get({ partition: partitions.used(client.id), sort: `${usedSorts.ended}${id}` })) !== undefined;

/** RFC 7662, for the client's own tokens. Any other text is only reported as not active. */
const handleIntrospect = async (call: Call): Promise<Handled> => {
  const token = call.form.get('token');
  if (token === undefined) return refuse('Graphveil.RequestMalformed');
  const refresh = await findRefresh(call.tools, call.client, token);
  if (refresh !== undefined) {
    const { grant, until } = refresh;
    const { id, createdAt } = refresh.refresh;
    const common = { active: true, token_type: 'refresh_token', client_id: call.client.id, grant: grant.id };
    return done(jsonReply(200, { ...common, jti: id, iat: createdAt, exp: until }));
  }
  const access = await ownAccessToken(call, token);
  const active =
    access !== undefined &&
    access.epoch === call.client.epoch &&
    !(await isEnded(call, access.jti)) &&
    !(await isEnded(call, access.refresh_id));
  return done(jsonReply(200, active ? { active, token_type: 'Bearer', ...access } : { active }));
};

const claimCodes = {
  refused: 'Graphveil.ClaimRefused',
  locked: 'Graphveil.ClaimLocked',
  used: 'Graphveil.ClaimUsed',
} as const;

/** Hands a grant to its client: the refresh token, once, for the code that the group's owner passed on. */
const handleClaim = async (call: Call): Promise<Handled> => {
  const { tools, client, form } = call;
  const [grant, code] = [form.get('grant'), form.get('code')];
  if (grant === undefined || code === undefined) return refuse('Graphveil.RequestMalformed');
  const redeemed = await redeemClaim(tools, client, { grant, code });
  if (!redeemed.ok) return refuse(claimCodes[redeemed.why]);
  await noteUse(call, call.used);
  const seconds = redeemed.grant.until - Math.floor(tools.clock() / 1000);
  return done(
    jsonReply(200, {
      client_id: client.id,
      grant: redeemed.grant.id,
      refresh_token: redeemed.refreshToken,
      refresh_token_expires_in: seconds,
    }),
  );
};

type AuthenticatedEndpoint = Extract<Endpoint, 'token' | 'revoke' | 'introspect' | 'claim'>;

const handlers: Readonly<Record<AuthenticatedEndpoint, (call: Call) => Promise<Handled>>> = {
  token: handleToken,
  revoke: handleRevoke,
  introspect: handleIntrospect,
  claim: handleClaim,
};

const handleForm = async (tools: Tools, request: TokenRequest, endpoint: AuthenticatedEndpoint): Promise<Handled> => {
  if (tools.allows?.(request.address) === false) return refuse('Graphveil.AddressRefused');
  const address = request.address ?? '';
  if (!tools.limiter.admit(address)) return refuse('Graphveil.TooManyRequests');
  const read = readForm(request);
  if (!read.ok) return read;
  const authenticated = await authenticate(tools, read.credential);
  if (authenticated === undefined) {
    tools.limiter.failed(address);
    return refuse('Graphveil.ClientRefused');
  }
  return handlers[endpoint]({ ...authenticated, tools, form: read.form });
};

const wrongMethod = (allow: string): Handled => done(emptyReply(405, { allow }));

const handle = async (tools: Tools, request: TokenRequest, { endpoint, authority }: Route): Promise<Handled> => {
  if (!isTenant(authority.tenant, tools.tenant)) return refuse('Graphveil.TenantUnknown');
  if (endpoint === 'token' || endpoint === 'revoke' || endpoint === 'introspect' || endpoint === 'claim')
    return request.method === 'POST' ? handleForm(tools, request, endpoint) : wrongMethod('POST');
  if (endpoint === 'authorize') return refuse('Graphveil.GrantTypeUnsupported');
  if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethod('GET, HEAD');
  const cached = { 'cache-control': 'public, max-age=300' };
  return endpoint === 'keys'
    ? done(jsonReply(200, { keys: await tools.signer.published() }, cached))
    : done(jsonReply(200, metadataOf(tools.baseUrl, authority), cached));
};

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Creates the token service: access tokens for clients and refresh tokens (RFC 6749), revocation (RFC 7009), introspection
 * (RFC 7662), keys and metadata, at the paths of Microsoft Entra ID and AD FS.
 */
export const createTokenService = (options: TokenServiceOptions): HandleTokenRequest => {
  const { baseUrl, tenant, clock, newId, limit = usualLimit } = options;
  const audiences = audiencesOf(baseUrl, tenant);
  const tools: Tools = { ...options, issuer: issuerOf(baseUrl), audiences, limiter: makeLimiter(limit, clock) };
  return async (request) => {
    const route = routeOf(request.path);
    if (route === undefined) return undefined;
    const asked = request.headers['client-request-id'] ?? '';
    const context = { correlationId: guid.test(asked) ? asked.toLowerCase() : newId(), newId, now: clock() };
    try {
      const handled = await handle(tools, request, route);
      return handled.ok ? handled.reply : refusalReply(handled.code, context);
    } catch (error) {
      if (error instanceof RecordsFault || error instanceof KeysFault)
        return refusalReply('Graphveil.RecordsUnavailable', context);
      throw error;
    }
  };
};

import * as client from 'openid-client';
import { type AppRole, appRoles } from '../../access/index.ts';
import type { Http, IdentityTokens, UpstreamRequest } from '../../ports/index.ts';

/** The values that finish a sign-in. The browser that began it keeps them in a cookie. */
export type PendingSignIn = { readonly state: string; readonly nonce: string; readonly verifier: string };

/** A person whom Entra has identified. */
export type SignedIn = {
  /** Object id. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly AppRole[];
  /** Seconds since the Unix epoch; 0 if Entra doesn't tell. */
  readonly authTime: number;
  /** Object ids of the groups that the person owns; empty if nobody can tell. */
  readonly groups: readonly string[];
};

/** The sign-in of people. */
export type SignIn = {
  /** Returns the address of Entra to go to. @param fresh asks for a sign-in within the last 15 minutes */
  readonly begin: (pending: PendingSignIn, fresh: boolean) => Promise<URL>;
  /** Redeems the code of a callback. Rejects with a `SignInFault`. */
  readonly finish: (callback: URL, pending: PendingSignIn) => Promise<SignedIn>;
};

/** `refused`: by Entra, or the reply isn't one to this sign-in. `unavailable`: Entra or the identity token. */
export class SignInFault extends Error {
  readonly kind: 'refused' | 'unavailable';

  constructor(kind: SignInFault['kind'], cause?: unknown) {
    super(`sign-in ${kind}`, { cause });
    this.name = 'SignInFault';
    this.kind = kind;
  }
}

export type EntraSignInOptions = {
  /** `https://login.microsoftonline.com/<tenant>/v2.0`. */
  readonly issuer: string;
  readonly clientId: string;
  /** Origin of the console. */
  readonly origin: string;
  /** The token of the console's own role, which the application's federated credential trusts in place of a secret. */
  readonly identityTokens: IdentityTokens;
  readonly http: Http;
  /** Reads the groups that a person owns, with the person's own token for `User.Read`. */
  readonly ownedGroups: (token: string) => Promise<readonly string[]>;
};

/** Groups that a session keeps at most. */
const mostGroups = 200;

export const callbackPath = '/sign-in/callback';

/** Seconds within which a sign-in counts as fresh. */
export const freshSeconds = 15 * 60;

const timeoutMs = 10_000;
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const fetchOf =
  (http: Http): client.CustomFetch =>
  async (url, { method, headers, body }) => {
    const text = body === null || body === undefined ? undefined : new TextEncoder().encode(String(body));
    const response = await http.send({
      method: method as UpstreamRequest['method'],
      url,
      headers: headers as Readonly<Record<string, string>>,
      timeoutMs,
      ...(text && { body: text }),
    });
    return new Response(new Uint8Array(response.body), { status: response.status, headers: response.headers });
  };

/** Client authentication with the token of another issuer, whose subject isn't the client (Entra's federated credentials). */
const federated =
  (tokens: IdentityTokens): client.ClientAuth =>
  async (_server, { client_id: id }, body) => {
    body.set('client_id', id);
    body.set('client_assertion_type', jwtBearer);
    body.set('client_assertion', await tokens.get());
  };

/** Returns the roles of the `roles` claim that this console knows. */
export const rolesIn = (claim: unknown): readonly AppRole[] =>
  appRoles.filter((role) => Array.isArray(claim) && claim.includes(`Graphveil.${role}`));

/**
 * Signs people in with OpenID Connect at Microsoft Entra ID: code flow with PKCE, state and nonce, and a federated client
 * assertion at redemption (Microsoft identity platform, "certificate credentials").
 */
export const entraSignIn = (options: EntraSignInOptions): SignIn => {
  const { issuer, clientId, origin, identityTokens, http, ownedGroups } = options;
  let discovered: Promise<client.Configuration> | undefined;
  const discover = async (): Promise<client.Configuration> => {
    const config = await client.discovery(new URL(issuer), clientId, undefined, federated(identityTokens), {
      [client.customFetch]: fetchOf(http),
    });
    client.enableNonRepudiationChecks(config);
    return config;
  };
  const configuration = async (): Promise<client.Configuration> => {
    discovered ??= discover();
    try {
      return await discovered;
    } catch (error) {
      discovered = undefined;
      throw new SignInFault('unavailable', error);
    }
  };
  return {
    begin: async ({ state, nonce, verifier }, fresh) =>
      client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: `${origin}${callbackPath}`,
        response_mode: 'query',
        scope: 'openid profile User.Read',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(fresh && { max_age: String(freshSeconds) }),
      }),
    finish: async (callback, { state, nonce, verifier }) => {
      const config = await configuration();
      try {
        const tokens = await client.authorizationCodeGrant(config, callback, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        const id = claims?.['oid'];
        if (claims === undefined || typeof id !== 'string' || !guid.test(id)) throw new Error('the token has no oid');
        const { name, auth_time: authTime = 0 } = claims;
        return {
          id,
          name: typeof name === 'string' && name !== '' ? name.slice(0, 200) : 'Unnamed person',
          roles: rolesIn(claims['roles']),
          authTime,
          // The list only helps to choose; without it, people open a group by its link.
          groups: (await ownedGroups(tokens.access_token).catch(() => [])).slice(0, mostGroups),
        };
      } catch (error) {
        throw new SignInFault('refused', error);
      }
    },
  };
};

/** Starts a sign-in: three values of 256 random bits. */
export const newPendingSignIn = (): PendingSignIn => ({
  state: client.randomState(),
  nonce: client.randomNonce(),
  verifier: client.randomPKCECodeVerifier(),
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { regenerateRefresh } from '../index.ts';
import { operator as by, makeWorld, signingKeys } from '../testing/world.ts';

const graph = 'https://graph.microsoft.com/.default';
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A client as one of the two servers knows it. */
type Known = { readonly id: string; readonly secret: string };
type Side = {
  readonly basic: Known;
  readonly post: Known;
  readonly refresh: { readonly own: string; readonly foreign: string };
};
type Entry = readonly [string, string];
type Part = { readonly form?: readonly Entry[]; readonly headers?: Readonly<Record<string, string>> };

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});
const nobody = '00000000-0000-4000-8000-000000000000';

/** Ways in which a client authenticates, or doesn't. */
const authentications: Readonly<Record<string, (side: Side) => Part>> = {
  basic: ({ basic: { id, secret } }) => ({ headers: basic(id, secret) }),
  post: ({ post: { id, secret } }) => ({
    form: [
      ['client_id', id],
      ['client_secret', secret],
    ],
  }),
  'basic, same id in the form': ({ basic: { id, secret } }) => ({
    headers: basic(id, secret),
    form: [['client_id', id]],
  }),
  'basic, wrong secret': ({ basic: { id } }) => ({ headers: basic(id, 'wrong') }),
  'post, wrong secret': ({ post: { id } }) => ({
    form: [
      ['client_id', id],
      ['client_secret', 'wrong'],
    ],
  }),
  'basic, unknown client': () => ({ headers: basic(nobody, 'wrong') }),
  'post, unknown client': () => ({
    form: [
      ['client_id', nobody],
      ['client_secret', 'wrong'],
    ],
  }),
  'only an id': ({ post: { id } }) => ({ form: [['client_id', id]] }),
  nothing: () => ({}),
  both: ({ basic: { id, secret } }) => ({
    headers: basic(id, secret),
    form: [
      ['client_id', id],
      ['client_secret', secret],
    ],
  }),
  'basic that is not base64': () => ({ headers: { authorization: 'Basic %%%' } }),
  'another id in the form': ({ basic: { id, secret } }) => ({
    headers: basic(id, secret),
    form: [['client_id', nobody]],
  }),
  'a secret without an id': ({ post: { secret } }) => ({ form: [['client_secret', secret]] }),
  'an assertion that is not a JWT': ({ post: { id } }) => ({
    form: [
      ['client_id', id],
      ['client_assertion_type', jwtBearer],
      ['client_assertion', 'x.y'],
    ],
  }),
  'an id twice': ({ post: { id, secret } }) => ({
    form: [
      ['client_id', id],
      ['client_id', id],
      ['client_secret', secret],
    ],
  }),
};

/** What a client asks for. */
const grants: Readonly<Record<string, (side: Side) => Part>> = {
  'client credentials': () => ({ form: [['grant_type', 'client_credentials']] }),
  'client credentials, scope of Graph': () => ({
    form: [
      ['grant_type', 'client_credentials'],
      ['scope', graph],
    ],
  }),
  'client credentials, empty scope': () => ({
    form: [
      ['grant_type', 'client_credentials'],
      ['scope', ''],
    ],
  }),
  'client credentials, unknown scope': () => ({
    form: [
      ['grant_type', 'client_credentials'],
      ['scope', 'https://else.example/.default'],
    ],
  }),
  'client credentials, scope twice': () => ({
    form: [
      ['grant_type', 'client_credentials'],
      ['scope', graph],
      ['scope', graph],
    ],
  }),
  'client credentials, unknown parameter': () => ({
    form: [
      ['grant_type', 'client_credentials'],
      ['x', 'y'],
    ],
  }),
  'client credentials as JSON': () => ({
    headers: { 'content-type': 'application/json' },
    form: [['grant_type', 'client_credentials']],
  }),
  'no grant type': () => ({ form: [['scope', graph]] }),
  'empty grant type': () => ({ form: [['grant_type', '']] }),
  'unknown grant type': () => ({ form: [['grant_type', 'x']] }),
  'grant type twice': () => ({
    form: [
      ['grant_type', 'client_credentials'],
      ['grant_type', 'client_credentials'],
    ],
  }),
  password: () => ({
    form: [
      ['grant_type', 'password'],
      ['username', 'u'],
      ['password', 'p'],
    ],
  }),
  'refresh token': ({ refresh: { own } }) => ({
    form: [
      ['grant_type', 'refresh_token'],
      ['refresh_token', own],
    ],
  }),
  'refresh token, none': () => ({ form: [['grant_type', 'refresh_token']] }),
  'refresh token, unknown': () => ({
    form: [
      ['grant_type', 'refresh_token'],
      ['refresh_token', 'x'],
    ],
  }),
  'refresh token of another client': ({ refresh: { foreign } }) => ({
    form: [
      ['grant_type', 'refresh_token'],
      ['refresh_token', foreign],
    ],
  }),
};

type Answer = { readonly status: number; readonly error: string | undefined };
type Ask = (authentication: string, grant: string) => Promise<Answer>;

/** What the two servers answer differently, and why ours is as it is. */
const differences: readonly {
  readonly reason: string;
  readonly concerns: (authentication: string, grant: string) => boolean;
  readonly ours: Answer;
  readonly theirs: Answer;
}[] = [
  {
    reason:
      'oidc-provider ignores a scope that it does not know; a token for another resource would surprise the tool later',
    concerns: (_, grant) => grant === 'client credentials, unknown scope',
    ours: { status: 400, error: 'invalid_scope' },
    theirs: { status: 200, error: undefined },
  },
  {
    reason:
      'a form with a parameter twice has no defined credential (RFC 6749, 3.2), so it is refused before any is looked at',
    concerns: (_, grant) => grant.endsWith('twice'),
    ours: { status: 400, error: 'invalid_request' },
    theirs: { status: 401, error: 'invalid_client' },
  },
  {
    reason: 'no client authentication, or one that cannot be read, is invalid_client (RFC 6749, 5.2; RFC 7521, 4.2.1)',
    concerns: (authentication) =>
      ['nothing', 'basic that is not base64', 'a secret without an id', 'an assertion that is not a JWT'].includes(
        authentication,
      ),
    ours: { status: 401, error: 'invalid_client' },
    theirs: { status: 400, error: 'invalid_request' },
  },
];

/** The request of a client; both servers receive it, each with its own ids, secrets and refresh tokens. */
const requestOf = (side: Side, authentication: string, grant: string) => {
  const parts = [authentications[authentication]?.(side) ?? {}, grants[grant]?.(side) ?? {}];
  return {
    headers: Object.assign(
      { 'content-type': 'application/x-www-form-urlencoded' },
      ...parts.map(({ headers }) => headers),
    ),
    body: new URLSearchParams(
      parts.flatMap(({ form = [] }) => form.map(([name, value]): [string, string] => [name, value])),
    ).toString(),
  };
};

const startOurs = async (): Promise<Ask> => {
  const world = await makeWorld({ limit: { capacity: 1e6, perSecond: 1e6 } });
  const client: Known = await world.client();
  const refreshTokenOf = async (name: string): Promise<string> => {
    const made = await regenerateRefresh(world.ports, { client: name, grant: await world.grant(name), by });
    if (!made.ok) throw new Error(made.why);
    return made.refreshToken;
  };
  await world.client({ name: 'other' });
  const refresh = { own: await refreshTokenOf('acme'), foreign: await refreshTokenOf('other') };
  return async (authentication, grant) => {
    const request = requestOf({ basic: client, post: client, refresh }, authentication, grant);
    const reply = await world.handle({ method: 'POST', path: '/adfs/oauth2/token', ...request });
    return { status: reply?.status ?? 0, error: JSON.parse(reply?.body ?? '{}').error };
  };
};

/** Imports it without its remarks about production and newer versions of Node.js. */
const importProvider = async () => {
  const { warn, info } = console;
  Object.assign(console, { warn: () => {}, info: () => {} });
  try {
    return (await import('oidc-provider')).Provider;
  } finally {
    Object.assign(console, { warn, info });
  }
};

const day = 86_400;

/** Starts oidc-provider with clients of the same kind. One client has one way to authenticate there. */
const startTheirs = async (): Promise<{ readonly ask: Ask; readonly stop: () => void }> => {
  const Provider = await importProvider();
  const secretOf = (id: string): string => `${id}-secret`;
  const scope = `openid offline_access ${graph}`;
  const client = (id: string, token_endpoint_auth_method: 'client_secret_basic' | 'client_secret_post') => ({
    client_id: id,
    client_secret: secretOf(id),
    grant_types: ['client_credentials', 'refresh_token', 'authorization_code'],
    redirect_uris: ['https://tool.example/callback'],
    response_types: ['code'],
    scope,
    token_endpoint_auth_method,
  });
  const { warn, info } = console;
  Object.assign(console, { warn: () => {}, info: () => {} });
  const provider = new Provider('http://127.0.0.1', {
    clients: [
      client('basic', 'client_secret_basic'),
      client('post', 'client_secret_post'),
      client('other', 'client_secret_post'),
    ],
    scopes: scope.split(' '),
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    ttl: { AccessToken: day, ClientCredentials: day, Grant: day, IdToken: day, RefreshToken: day },
    rotateRefreshToken: false,
    jwks: { keys: [{ ...signingKeys[0], use: 'sig' }] },
  });
  Object.assign(console, { warn, info });
  const refreshTokenOf = async (clientId: string): Promise<string> => {
    const grant = new provider.Grant({ accountId: 'person', clientId });
    grant.addOIDCScope(scope);
    const known = await provider.Client.find(clientId);
    if (known === undefined) throw new Error(`no client ${clientId}`);
    const common = {
      accountId: 'person',
      client: known,
      grantId: await grant.save(),
      scope,
      gty: 'authorization_code',
    };
    return new provider.RefreshToken(common).save();
  };
  const foreign = await refreshTokenOf('other');
  const refreshOf = {
    basic: { own: await refreshTokenOf('basic'), foreign },
    post: { own: await refreshTokenOf('post'), foreign },
  };
  const server = createServer(provider.callback()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  return {
    ask: async (authentication, grant) => {
      const usesBasic = /basic|^both$|^another id/.test(authentication);
      const side: Side = {
        basic: { id: 'basic', secret: secretOf('basic') },
        post: { id: 'post', secret: secretOf('post') },
        refresh: refreshOf[usesBasic ? 'basic' : 'post'],
      };
      const answer = await fetch(url, { method: 'POST', ...requestOf(side, authentication, grant) });
      return { status: answer.status, error: ((await answer.json()) as { readonly error?: string }).error };
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

describe('the token endpoint beside oidc-provider', () => {
  it('answers 240 requests with the same status and error, but for the listed differences', async () => {
    const [ours, theirs] = [await startOurs(), await startTheirs()];
    const unexpected: unknown[] = [];
    const met = new Set<string>();
    let [count, successes] = [0, 0];
    for (const authentication of Object.keys(authentications))
      for (const grant of Object.keys(grants)) {
        const [one, other] = [await ours(authentication, grant), await theirs.ask(authentication, grant)];
        count += 1;
        if (one.status === 200) successes += 1;
        if (one.status === other.status && one.error === other.error) continue;
        const difference = differences.find(
          ({ concerns, ours: mine, theirs: its }) =>
            concerns(authentication, grant) && JSON.stringify([one, other]) === JSON.stringify([mine, its]),
        );
        if (difference === undefined) unexpected.push({ authentication, grant, ours: one, theirs: other });
        else met.add(difference.reason);
      }
    theirs.stop();

    expect(unexpected).toEqual([]);
    expect(count).toBe(240);
    expect(successes).toBeGreaterThan(10);
    expect([...met].sort()).toEqual(differences.map(({ reason }) => reason).sort());
  });
});

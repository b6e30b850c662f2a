import { randomBytes, randomUUID } from 'node:crypto';
import { createClient, giveGrant, regenerateRefresh } from '../../src/access/index.ts';
import { startProxyServer } from '../../src/adapters/node/index.ts';
import { openLocalTokenService } from '../../src/cli/shared/local-token-service.ts';
import { createProxy } from '../../src/proxy/index.ts';
import { planOf, selectOf } from '../../src/proxy/testing/plans.ts';
import { randomKeyring } from '../attack/world.ts';

/** A registered tool and everything that ends it. */
export type Tool = {
  readonly name: string;
  readonly grant: string;
  readonly refreshToken: string;
  readonly credentials: Readonly<Record<'client_id' | 'client_secret', string>>;
  /** Headers of its calls. */
  readonly headers: Readonly<Record<string, string>>;
};

/** A server with one connector, whose Graph answers at once, and a token service with a store in a folder. */
export type EndsWorld = {
  readonly folder: string;
  readonly register: () => Promise<Tool>;
  /** Calls the connector and returns the status. */
  readonly call: (tool: Tool) => Promise<number>;
  /** Posts a form to an endpoint of the token service. */
  readonly post: (endpoint: string, form: Readonly<Record<string, string>>) => Promise<Response>;
  readonly stop: () => Promise<void>;
};

const operator = 'operator';
const name = 'directory';
const permission = { name: `${name}:User.Read.All`, endpoints: ['/v1.0/users'] };

/** A connection that idled too long may break when it is used again; a tool then repeats the request. */
const fetchAgain = async (url: string, init: RequestInit, left = 3): Promise<Response> => {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (left === 0) throw error;
    return fetchAgain(url, init, left - 1);
  }
};

/** Starts the server. */
export const startEndsWorld = async (folder: string): Promise<EndsWorld> => {
  const graph = 'https://graph.microsoft.com';
  const tokens = await openLocalTokenService({ folder, tenant: randomUUID(), graph });
  const keyring = randomKeyring();
  const token = { token: 'upstream', roles: [], obtainedAt: Date.now(), expiresAt: Infinity };
  const body = Buffer.from('{"value":[]}');
  const proxy = createProxy({
    connector: {
      name,
      plan: planOf([{ template: '/v1.0/users', shape: 'collection', query: [selectOf('id')] }]),
      graph,
      expectedRoles: [],
      version: '0.0.0',
    },
    ports: {
      keyrings: { current: async () => keyring, refetch: async () => keyring },
      accessTokens: { get: async () => token, renew: async () => token },
      http: { send: async () => ({ status: 200, headers: {}, body }) },
      clock: Date.now,
      wait: async () => {},
      random: (count) => randomBytes(count),
      newId: randomUUID,
      log: { call: () => {} },
      verifyBearer: tokens.verifyBearer,
    },
  });
  const server = await startProxyServer({ proxies: new Map([[name, proxy]]), service: tokens.service });
  await tokens.publish(server.url);
  const ports = {
    records: tokens.records,
    macs: tokens.keys.macs,
    clock: Date.now,
    random: (count: number) => randomBytes(count),
    newId: randomUUID,
  };
  const post = (endpoint: string, form: Readonly<Record<string, string>>) =>
    fetchAgain(`${server.url}/adfs/oauth2/${endpoint}`, { method: 'POST', body: new URLSearchParams(form) });
  let made = 0;
  return {
    folder,
    post,
    register: async () => {
      made += 1;
      const client = `tool${made}`;
      const registered = await createClient(ports, {
        name: client,
        permissions: [permission.name],
        by: operator,
        federated: [],
        keys: [],
        withSecret: true,
      });
      if (!registered.ok) throw new Error(registered.why);
      const given = await giveGrant(ports, {
        client,
        kind: 'tenant',
        permissions: [permission],
        days: 1,
        by: operator,
        reason: 'A storm of calls',
      });
      if (!given.ok) throw new Error(given.why);
      const refresh = await regenerateRefresh(ports, { client, grant: given.grant.id, by: operator });
      if (!refresh.ok) throw new Error(refresh.why);
      const credentials = { client_id: registered.client.id, client_secret: registered.secret ?? '' };
      const { refreshToken } = refresh;
      const answer = await post('token', { ...credentials, grant_type: 'refresh_token', refresh_token: refreshToken });
      const { access_token: accessToken } = (await answer.json()) as { access_token: string };
      return {
        name: client,
        grant: given.grant.id,
        refreshToken,
        credentials,
        headers: { authorization: `Bearer ${accessToken}` },
      };
    },
    call: async ({ headers }) => {
      const answer = await fetchAgain(`${server.url}/${name}/v1.0/users`, { headers });
      await answer.arrayBuffer();
      return answer.status;
    },
    stop: async () => {
      await server.stop();
      tokens.close();
    },
  };
};

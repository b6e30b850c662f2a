import { randomBytes, randomUUID } from 'node:crypto';
import { resolveConnector } from '../../src/connectors/index.ts';
import type { Plan } from '../../src/plan/index.ts';
import { createProxy } from '../../src/proxy/index.ts';
import { type Keyring, openKeyring } from '../../src/pseudonyms/index.ts';
import { initKeyring, newSeriesId, plainRoot } from '../../src/pseudonyms/manage-keyring.ts';
import { loadSources } from '../../src/sources/index.ts';

/** The origin of Graph in attacks. No request is sent there. */
export const graph = 'https://graph.microsoft.com';
/** The proxy's own address in attacks. */
export const proxyUrl = 'https://proxy.example';

/** Creates a keyring with random keys; `ownDomains` are the tenant's. */
export const randomKeyring = (ownDomains: readonly string[] = []): Keyring =>
  openKeyring(
    initKeyring({
      protection: 'none',
      id: newSeriesId(randomBytes),
      at: new Date(0).toISOString(),
      seriesRoot: plainRoot(randomBytes),
      epochRoot: plainRoot(randomBytes),
      plusTags: 'drop',
      ownDomains,
    }),
  );

type Answered = { readonly status: number; readonly body: Record<string, unknown>; readonly asked: readonly string[] };

/** A proxy whose Graph returns a configurable body for every request. */
export type AttackedProxy = {
  readonly ask: (target: string, body: unknown) => Promise<Answered>;
  /** Milliseconds since the Unix epoch. */
  now: number;
};

/** The complete proxy of a Plan without external dependencies. */
export const attackedProxy = (plan: Plan, keyring: Keyring, name = 'attacked'): AttackedProxy => {
  let answer: unknown = {};
  let asked: string[] = [];
  const proxy: AttackedProxy = {
    now: Date.UTC(2026, 2, 2, 8, 20),
    ask: async (target, body) => {
      answer = body;
      asked = [];
      const reply = await handle({
        method: 'GET',
        target,
        headers: {},
        hasBody: false,
        baseUrl: proxyUrl,
        deadline: proxy.now + 30_000,
      });
      return { status: reply.status, body: JSON.parse(Buffer.from(reply.body).toString('utf8')), asked };
    },
  };
  const handle = createProxy({
    connector: { name, plan, graph, expectedRoles: [], version: 'attack' },
    ports: {
      keyrings: { current: async () => keyring, refetch: async () => keyring },
      accessTokens: {
        get: async () => ({ token: 'x', roles: [], obtainedAt: proxy.now, expiresAt: proxy.now + 3_600_000 }),
        renew: async () => ({ token: 'x', roles: [], obtainedAt: proxy.now, expiresAt: proxy.now + 3_600_000 }),
      },
      http: {
        send: async ({ url }) => {
          asked.push(url);
          return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) };
        },
      },
      clock: () => proxy.now,
      wait: async () => {},
      random: randomBytes,
      newId: randomUUID,
      log: { call: () => {} },
    },
  });
  return proxy;
};

/** The compiled rules of every built-in source, by id. */
export const builtInPlans = (): ReadonlyMap<string, Plan> =>
  new Map(
    loadSources('rules').sources.flatMap((source) => {
      const { plan } = resolveConnector(source).rules;
      return plan === undefined ? [] : [[source.id, plan] as const];
    }),
  );

/** The compiled rules of the first built-in source that has an endpoint. */
export const planWith = (pathTemplate: string): Plan => {
  for (const plan of builtInPlans().values())
    if (plan.endpoints.some((endpoint) => endpoint.pathTemplate === pathTemplate)) return plan;
  throw new Error(`no source answers ${pathTemplate}`);
};

/** Principal names of every length that occurs in an organization. */
export const sampleNames: readonly string[] = Array.from(
  { length: 250 },
  (_, n) => `${'x'.repeat(3 + ((n * 7) % 40))}${n}@contoso.example`,
);

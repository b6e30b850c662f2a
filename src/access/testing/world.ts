import { createHash, randomUUID } from 'node:crypto';
import { localMacs, localSigner, makeSigningKey, type PrivateJwk } from '../../adapters/access-keys/index.ts';
import { memoryRecords } from '../../adapters/records/index.ts';
import type { IssuerKeySet, Macs, Records, Signer } from '../../ports/index.ts';
import { createClient, giveGrant, type NewClient, type NewGrant } from '../index.ts';
import type { AccessPorts } from '../ports.ts';
import { createTokenService, type HandleTokenRequest, type TokenServiceOptions } from '../token/index.ts';
import { issuerOf, prepareVerifyBearer, type VerifyBearer } from '../verify/index.ts';

export const tenant = '11111111-2222-4333-8444-555555555555';
export const baseUrl = 'https://access.example';
export const audience = 'api://graphveil/test';
export const operator = 'operator@this-machine';

/** 2027-01-15. */
export const start = 1_800_000_000;

/** RSA keys take a while to make, so tests share them. */
export const signingKeys: readonly [PrivateJwk, PrivateJwk] = [makeSigningKey(), makeSigningKey()];

export const calendar = {
  name: 'diary:Calendars.Read',
  endpoints: ['/v1.0/users/{userId}/events', '/v1.0/users/{userId}/calendarView'],
};
export const people = { name: 'diary:User.Read.All', endpoints: ['/v1.0/users'] };

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Readonly<Record<string, unknown>>;
};

export type World = {
  readonly ports: AccessPorts;
  readonly handle: HandleTokenRequest;
  readonly verify: (authorization: string | undefined, connector?: string) => ReturnType<VerifyBearer>;
  readonly signer: Signer;
  /** Codes that the key service was asked for. */
  readonly macsAsked: string[];
  readonly issuers: Map<string, IssuerKeySet>;
  /** Signing keys, the first of which signs. */
  keys: readonly PrivateJwk[];
  /** Seconds since the Unix epoch. */
  now: number;
  readonly post: (form: Readonly<Record<string, string>> | string, more?: PostOptions) => Promise<Answer>;
  readonly client: (more?: Partial<NewClient>) => Promise<{ readonly id: string; readonly secret: string }>;
  readonly grant: (client: string, more?: Partial<NewGrant>) => Promise<string>;
};

type PostOptions = {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: string;
};

/** Everything of access in memory, with a clock that tests move. */
export const makeWorld = async (
  given: { readonly records?: Records; readonly macs?: Macs } & Partial<TokenServiceOptions> = {},
): Promise<World> => {
  const clock = (): number => world.now * 1000;
  const records = given.records ?? memoryRecords(clock);
  const macsAsked: string[] = [];
  const local = localMacs(Buffer.alloc(32, 7));
  const macs: Macs = given.macs ?? {
    make: (text) => {
      macsAsked.push(text);
      return local.make(text);
    },
  };
  const issuers = new Map<string, IssuerKeySet>();
  const signer = localSigner(() => world.keys);
  let drawn = 0;
  const random = (count: number): Uint8Array => {
    drawn += 1;
    return createHash('shake256', { outputLength: count }).update(String(drawn)).digest();
  };
  const ports: AccessPorts = { records, macs, clock, random, newId: randomUUID };
  const handle = createTokenService({
    ...ports,
    signer,
    issuerKeys: { get: async (issuer) => issuers.get(issuer) },
    baseUrl,
    tenant,
    audience,
    resources: ['https://graph.microsoft.com'],
    accessSeconds: 86_400,
    unusedSeconds: 90 * 86_400,
    ...given,
  });
  const world: World = {
    ports,
    handle,
    signer,
    macsAsked,
    issuers,
    keys: [signingKeys[0]],
    now: start,
    verify: async (authorization, connector = 'diary') =>
      prepareVerifyBearer({ records, keys: await signer.published(), issuer: issuerOf(baseUrl), audience, clock })(
        authorization,
        connector,
      ),
    post: async (form, { path = '/adfs/oauth2/token', headers = {}, address = '198.51.100.7' } = {}) => {
      const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const reply = await handle({ method: 'POST', path, headers: { ...type, ...headers }, body, address });
      if (reply === undefined) throw new Error('the path is not one of the token service');
      return { status: reply.status, headers: reply.headers, json: JSON.parse(reply.body || '{}') };
    },
    client: async (more = {}) => {
      const made = await createClient(ports, {
        name: 'acme',
        permissions: [calendar.name, people.name],
        by: operator,
        federated: [],
        keys: [],
        withSecret: true,
        ...more,
      });
      if (!made.ok) throw new Error(made.why);
      return { id: made.client.id, secret: made.secret ?? '' };
    },
    grant: async (client, more = {}) => {
      const given = await giveGrant(ports, {
        client,
        kind: 'tenant',
        permissions: [calendar],
        days: 365,
        by: operator,
        reason: 'Meeting load of all teams',
        ...more,
      });
      if (!given.ok) throw new Error(given.why);
      return given.grant.id;
    },
  };
  return world;
};

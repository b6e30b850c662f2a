import { randomBytes, randomUUID } from 'node:crypto';
import type { Plan } from '../../plan/index.ts';
import type { AccessToken, CallRecord, UpstreamRequest, UpstreamResponse } from '../../ports/index.ts';
import { type Keyring, openKeyring } from '../../pseudonyms/index.ts';
import { initKeyring, newSeriesId, plainRoot } from '../../pseudonyms/manage-keyring.ts';
import type { Call, Offload, Reply } from '../call.ts';
import type { ProxiedConnector, ProxyPorts } from '../connector.ts';
import { createProxy } from '../handle-call.ts';

/** Graph's scripted response. A function receives the request; the port throws an error. */
export type Scripted = Partial<Omit<UpstreamResponse, 'body'>> & { readonly body?: unknown };
type Script = Scripted | Error | ((request: UpstreamRequest) => Scripted);

const newKeyring = (): Keyring =>
  openKeyring(
    initKeyring({
      protection: 'none',
      id: newSeriesId(randomBytes),
      at: '2026-01-01T00:00:00.000Z',
      seriesRoot: plainRoot(randomBytes),
      epochRoot: plainRoot(randomBytes),
      plusTags: 'drop',
    }),
  );

/** A proxy in a controlled environment: time advances only by waits, and all requests are recorded. */
export const worldOf = (
  plan: Plan,
  connector: Partial<ProxiedConnector> = {},
  keyring: Keyring = newKeyring(),
  memory?: number,
  verifyBearer?: ProxyPorts['verifyBearer'],
) => {
  const world = {
    now: Date.UTC(2026, 2, 1),
    keyring,
    refetched: keyring,
    refetches: 0,
    /** Roles of the cached token and of the next one. */
    roles: ['User.Read.All'] as readonly string[],
    tokenAt: 0,
    renewals: 0,
    renewed: undefined as readonly string[] | undefined,
    answers: [] as Script[],
    requests: [] as UpstreamRequest[],
    waits: [] as number[],
    records: [] as CallRecord[],
    keyringFault: undefined as Error | undefined,
    tokenFault: undefined as Error | undefined,
    offload: undefined as Offload | undefined,
  };
  world.tokenAt = world.now - 60_000;

  const token = (): AccessToken => ({
    token: `secret-${world.renewals}`,
    roles: world.roles,
    obtainedAt: world.tokenAt,
    expiresAt: world.tokenAt + 3_600_000,
  });

  const send = async (request: UpstreamRequest): Promise<UpstreamResponse> => {
    world.requests.push(request);
    const next = world.answers.shift();
    if (next === undefined) throw new Error('nothing is scripted');
    if (next instanceof Error) throw next;
    const { status = 200, headers = {}, body } = typeof next === 'function' ? next(request) : next;
    const bytes =
      body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
    return { status, headers, body: bytes };
  };

  const handleCall = createProxy({
    connector: {
      name: 'directory',
      plan,
      graph: 'https://graph.example',
      expectedRoles: ['User.Read.All'],
      version: '1.2.3',
      ...connector,
    },
    ports: {
      keyrings: {
        current: async () => {
          if (world.keyringFault !== undefined) throw world.keyringFault;
          return world.keyring;
        },
        refetch: async () => {
          world.refetches += 1;
          return world.refetched;
        },
      },
      accessTokens: {
        get: async () => {
          if (world.tokenFault !== undefined) throw world.tokenFault;
          return token();
        },
        renew: async () => {
          world.renewals += 1;
          world.roles = world.renewed ?? world.roles;
          world.tokenAt = world.now;
          return token();
        },
      },
      http: { send },
      clock: () => world.now,
      wait: async (ms) => {
        world.waits.push(ms);
        world.now += ms;
      },
      random: randomBytes,
      newId: randomUUID,
      log: { call: (record) => world.records.push(record) },
      ...(memory !== undefined && { memory }),
      ...(verifyBearer !== undefined && { verifyBearer }),
      offload: (response, keyring) => world.offload?.(response, keyring),
    },
  });

  const call = (target: string, given: Partial<Call> = {}): Promise<Reply> =>
    handleCall({
      method: 'GET',
      target,
      headers: {},
      hasBody: false,
      baseUrl: 'https://proxy.example',
      deadline: world.now + 30_000,
      ...given,
    });

  return { world, call };
};

export const textOf = ({ body }: Reply): string => Buffer.from(body).toString('utf8');

type ErrorBody = { error: { code: string; message: string; innerError: Record<string, string> } };
type Page = { value: Record<string, unknown>[]; '@odata.nextLink'?: string; '@odata.deltaLink'?: string };

export const errorOf = (reply: Reply): ErrorBody['error'] => (JSON.parse(textOf(reply)) as ErrorBody).error;
export const pageOf = (reply: Reply): Page => JSON.parse(textOf(reply)) as Page;

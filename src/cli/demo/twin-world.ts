import { ephemeralKeyring, fixedKeyrings } from '../../adapters/memory/index.ts';
import {
  httpsClient,
  issuerKeysOf,
  type LocalServer,
  type ProxyServerOptions,
  proxyPair,
  startProxyServer,
} from '../../adapters/node/index.ts';
import { clouds } from '../../config/index.ts';
import { inSettings, otherEndpoints, type ReadyConnector } from '../../connectors/index.ts';
import type { Grants } from '../../population/index.ts';
import type { CallRecord, KeyringSource, UpstreamRequest, UpstreamResponse } from '../../ports/index.ts';
import { type HandleCall, shareBaseUrl } from '../../proxy/index.ts';
import type { Pseudonyms } from '../../pseudonyms/index.ts';
import { type Organization, startTwin, type Twin } from '../../twin/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { type LocalConnector, localProxy } from '../shared/local-proxy.ts';
import { type LocalTokenService, openLocalTokenService } from '../shared/local-token-service.ts';
import { listening } from '../shared/ports.ts';
import { type DemoClient, registerDemoClient } from './demo-client.ts';

export type TwinWorldOptions = {
  readonly connectors: readonly ReadyConnector[];
  /** Seed of the organization. */
  readonly seed?: number;
  /** Ids of sources without initial consent. */
  readonly withoutConsent?: readonly string[];
  readonly ports?: { readonly http?: number; readonly https?: number };
  readonly keyrings?: KeyringSource;
  readonly onUpstream?: (request: UpstreamRequest, answer: UpstreamResponse) => void;
  readonly onCall?: (record: CallRecord) => void;
  /** Grants of the callers, and the caller that a call over HTTP counts as. */
  readonly grants?: Grants | ((organization: Organization) => Grants);
  readonly principal?: () => string | undefined;
  /** Folder for the store of a token service; without it there is none. */
  readonly clientsFolder?: string;
  /** Registers a client in it that may read everything. @default true */
  readonly withDemoClient?: boolean;
};

/** A twin with a proxy for each source in front of it, all on loopback. */
export type TwinWorld = {
  readonly twin: Twin;
  readonly http: LocalServer;
  readonly https: LocalServer;
  /** The proxies by name, for calls of several callers. */
  readonly proxies: ReadonlyMap<string, HandleCall>;
  /** A registered client with a grant for everything, if there is a token service. */
  readonly client?: DemoClient;
  /** The token service, if there is one. */
  readonly tokens?: LocalTokenService;
  /** Makes the pseudonyms of the proxies. */
  readonly pseudonyms: Pseudonyms;
  /** Grants the permissions that the source requires, as an administrator would. */
  readonly consent: (sourceId: string) => void;
  /** Client id of a connector's application in the twin. */
  readonly clientIdOf: (connector: string) => string;
  /** Subject of the federated credential of a connector's application. */
  readonly roleOf: (connector: string) => string;
  /** The proxy of a connector that signs in as another application; undefined for an unknown connector. */
  readonly proxyAs: (connector: string, clientId: string) => HandleCall | undefined;
  /** Advances the proxies' clock to skip waiting times. */
  readonly passTime: (ms: number) => void;
  readonly stop: () => Promise<void>;
};

/** Hosts as which the demo answers tools that use it as their HTTPS proxy. */
const microsoftHosts = [clouds.global.graph, clouds.global.login].map((url) => new URL(url).hostname);

/** Below the base URL that connectors share, those of finished sources come first. */
const readyFirst = (connectors: readonly ReadyConnector[]): readonly ReadyConnector[] =>
  ['ga', 'beta', 'alpha'].flatMap((stage) => connectors.filter(({ source }) => source.availability === stage));

/** Stops the twin if its organization has no such groups. */
const grantsIn = async (make: (organization: Organization) => Grants, twin: Twin): Promise<Grants> => {
  try {
    return make(twin.organization);
  } catch (error) {
    await twin.stop();
    throw error;
  }
};

/** The demo asks no token of its visitor. A call that has one counts as the client's. */
const anybody = 'anybody on this machine';

const roleOf = (id: string): string => `arn:aws:iam::123456789012:role/graphveil-demo-${id}`;

/** Starts the twin, registers one application for each source with its federated credential, and serves the proxies. */
export const startTwinWorld = async (options: TwinWorldOptions): Promise<TwinWorld> => {
  const { connectors, withoutConsent = [], ports = {}, onUpstream, onCall, withDemoClient = true } = options;
  const permissions = new Map(connectors.map(({ name, expectedRoles }) => [name, expectedRoles]));
  const twin = await startTwin({
    rulesFolder,
    hostNames: microsoftHosts,
    ...(options.seed !== undefined && { seed: options.seed }),
    applications: connectors.map(({ name: id }) => ({
      displayName: `Graphveil ${id}`,
      clientId: clientIdOf(id),
      federatedCredentials: [{ subject: roleOf(id) }],
      requested: permissions.get(id) ?? [],
      consented: withoutConsent.includes(id) ? [] : (permissions.get(id) ?? []),
    })),
  });
  const grants = typeof options.grants === 'function' ? await grantsIn(options.grants, twin) : options.grants;
  const client = httpsClient({ ca: twin.caCertificate });
  const http = {
    send: async (request: UpstreamRequest): Promise<UpstreamResponse> => {
      const answer = await client.send(request);
      onUpstream?.(request, answer);
      return answer;
    },
  };
  let passed = 0;
  const clock = (): number => Date.now() + passed;
  const keyrings = options.keyrings ?? fixedKeyrings(ephemeralKeyring());
  const { pseudonyms } = await keyrings.current();
  const shared = shareBaseUrl(
    readyFirst(connectors).map((connector) => ({
      name: connector.name,
      plan: connector.rules.plan,
      expectedRoles: connector.expectedRoles,
      elsewhere: otherEndpoints(connector, { connectors, sources: [], howToAdd: inSettings }),
      ...(grants !== undefined && { grants }),
    })),
  );
  const { clientsFolder: folder } = options;
  const tokens =
    folder === undefined
      ? undefined
      : await openLocalTokenService({
          folder,
          tenant: twin.tenantId,
          graph: twin.graph,
          clock,
          // The twin's issuer is on loopback, which no other token service reads.
          issuerKeys: issuerKeysOf({ http: client, clock, allowed: () => true }),
        });
  const proxyOf = (connector: LocalConnector, clientId: string): HandleCall =>
    localProxy(connector, {
      tenantId: twin.tenantId,
      clientId,
      authorityHost: twin.entra,
      graph: twin.graph,
      graphScope: twin.graphScope,
      identityTokens: twin.identityTokens(roleOf(connector.name)),
      keyrings,
      http,
      clock,
      ca: twin.caCertificate,
      ...(onCall === undefined ? {} : { onCall }),
      verifyBearer: tokens?.verifyBearer,
      refuseConnector: tokens?.refuseConnector,
    });
  const proxies = new Map(
    shared.connectors.map((connector) => [connector.name, proxyOf(connector, clientIdOf(connector.name))]),
  );
  const servers: LocalServer[] = [];
  const asCaller =
    (handle: HandleCall): HandleCall =>
    (call) => {
      const withToken = call.headers['authorization'] !== undefined;
      const principal = options.principal?.() ?? (withToken ? undefined : anybody);
      return handle(principal === undefined ? call : { ...call, caller: { principal } });
    };
  const served = new Map([...proxies].map(([name, handle]) => [name, asCaller(handle)]));
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
    tokens?.close();
    await twin.stop();
  };
  const pair = proxyPair({ hosts: microsoftHosts, own: () => servers.at(-1)?.url });
  const serve = async (given: Pick<ProxyServerOptions, 'port' | 'tls' | 'prepare'>): Promise<LocalServer> => {
    const server = await listening(
      startProxyServer({
        proxies: served,
        route: shared.route,
        clock,
        answersAs: microsoftHosts,
        ...(tokens && { service: tokens.service }),
        ...given,
      }),
    );
    servers.push(server);
    return server;
  };
  const start = async () => {
    const { http: httpPort = 0, https: httpsPort = 0 } = ports;
    return {
      plain: await serve({ port: httpPort, prepare: pair.plain }),
      secure: await serve({ port: httpsPort, tls: twin.tls, prepare: pair.secure }),
    };
  };
  const { plain, secure } = await start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  await tokens?.publish(secure.url);
  const demoClient = tokens && withDemoClient ? await registerDemoClient(tokens, connectors, twin) : undefined;
  return {
    ...(demoClient && { client: demoClient }),
    ...(tokens && { tokens }),
    twin,
    http: plain,
    https: secure,
    proxies,
    pseudonyms,
    clientIdOf,
    roleOf,
    proxyAs: (name, clientId) => {
      const connector = shared.connectors.find((each) => each.name === name);
      return connector && proxyOf(connector, clientId);
    },
    consent: (id) => twin.controls.consent(clientIdOf(id), permissions.get(id) ?? []),
    passTime: (ms) => {
      passed += ms;
    },
    stop,
  };
};

/** Derives a GUID from the source's name in hexadecimal, so that the demo's ids are always the same. */
const clientIdOf = (id: string): string => {
  const hex = Buffer.from(id).toString('hex').padEnd(32, '0').slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};

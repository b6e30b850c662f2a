import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { cachedKeyrings } from '../../adapters/caching/index.ts';
import { slowTokens } from '../../adapters/log/index.ts';
import {
  createPageWorkers,
  googleIdentityTokens,
  httpsClient,
  identityTokenFile,
  type LocalServer,
  type PageWorkersOptions,
  type ProxyServerOptions,
  proxyPair,
  readKeyringFile,
  startProxyServer,
} from '../../adapters/node/index.ts';
import { clouds } from '../../config/index.ts';
import type { CallRecord, IdentityTokens } from '../../ports/index.ts';
import { shareBaseUrl } from '../../proxy/index.ts';
import {
  type Keyring,
  type KeyringDocument,
  KeyringError,
  openKeyring,
  tokenHashFault,
} from '../../pseudonyms/index.ts';
import { defaultAccessFolder } from '../shared/access-options.ts';
import { cliError } from '../shared/exit.ts';
import { localProxy } from '../shared/local-proxy.ts';
import type { LocalTokenService } from '../shared/local-token-service.ts';
import { listening } from '../shared/ports.ts';
import type { ServeOptions } from './serve-options.ts';
import { servedConnectors } from './served-connectors.ts';

export type Serving = {
  /** Names of connectors. Each is served at `<server url>/<name>`. */
  readonly names: readonly string[];
  readonly servers: readonly LocalServer[];
  /** Origin of the token service, if there is one. */
  readonly tokenUrl?: string;
  /** What works here, but slower than elsewhere. */
  readonly remark: string | undefined;
  readonly stop: () => Promise<void>;
};

const fileText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw cliError('File.Missing', { path });
  }
};

const certificateText = (path: string): string => {
  const text = fileText(path);
  try {
    void new X509Certificate(text);
    return text;
  } catch {
    throw cliError('File.Invalid:certificate', { path });
  }
};

/** Returns the key and certificate for HTTPS; undefined if they aren't requested. */
const tlsOf = ({ tlsKey, tlsCert }: ServeOptions): ProxyServerOptions['tls'] => {
  if (tlsKey === undefined || tlsCert === undefined) return undefined;
  const tls = { key: fileText(tlsKey), cert: fileText(tlsCert) };
  try {
    createSecureContext(tls);
    return tls;
  } catch {
    throw cliError('File.Invalid:key');
  }
};

/**
 * The keyrings of a file, and the documents that they were opened from. Rejects an unusable keyring at start. Later, an
 * unreadable file doesn't cause an outage.
 */
const keyringsOf = async (path: string) => {
  const documents = new WeakMap<Keyring, KeyringDocument>();
  const load = async (): Promise<Keyring> => {
    const document = await readKeyringFile(path);
    const keyring = openKeyring(document);
    documents.set(keyring, document);
    return keyring;
  };
  await load().catch((error: unknown) => {
    if (error instanceof KeyringError) throw cliError('Keyring.Refused', { text: error.message });
    throw error;
  });
  const documentOf = (keyring: Keyring): KeyringDocument | undefined => documents.get(keyring);
  return { keyrings: cachedKeyrings({ load, clock: Date.now }), documentOf };
};

/** The module of threads lies next to the bundled command line. The sources have none, and sanitize in one thread. */
const bundledWorker = new URL('./page-worker.js', import.meta.url);
const bundledWorkers = existsSync(bundledWorker) ? { worker: bundledWorker } : undefined;

const identityOf = async (
  { identityTokenFile: path, googleIdentity, awsRegion = '' }: ServeOptions,
  audience: string,
): Promise<IdentityTokens> => {
  if (path !== undefined) return identityTokenFile(path);
  if (googleIdentity !== undefined)
    return googleIdentityTokens({ audience, ...(googleIdentity !== true && { host: googleIdentity }) });
  const { stsIdentityTokens } = await import('../../adapters/aws/index.ts');
  const { stsClient } = await import('../shared/aws-clients.ts');
  return stsIdentityTokens({ sts: stsClient(awsRegion), audience });
};

const tokenServiceOf = async (
  { clients }: ServeOptions,
  place: { readonly tenant: string; readonly graph: string },
): Promise<LocalTokenService | undefined> => {
  if (clients === undefined) return undefined;
  const { openLocalTokenService } = await import('../shared/local-token-service.ts');
  return openLocalTokenService({ ...place, folder: clients === true ? defaultAccessFolder : clients });
};

/** Starts the servers that the options name. `onCall` receives the record of each call; `threads` sanitize large pages. */
export const startServing = async (
  options: ServeOptions,
  onCall: (record: CallRecord) => void,
  threads: Pick<PageWorkersOptions, 'worker' | 'leastBytes'> | undefined = bundledWorkers,
): Promise<Serving> => {
  const { tenantId, cloud, minimumTls, connectors: served } = servedConnectors(options);
  const { connectors, route } = shareBaseUrl(served);
  const { login, graph: cloudGraph, graphScope, tokenExchangeAudience } = clouds[cloud];
  const graph = options.graph ?? cloudGraph;
  const trusted = { minimumTls, ...(options.ca === undefined ? {} : { ca: certificateText(options.ca) }) };
  const tls = tlsOf(options);
  const { keyrings, documentOf } = await keyringsOf(options.keyring);
  const identityTokens = await identityOf(options, tokenExchangeAudience);
  const http = httpsClient(trusted);
  const workers =
    threads &&
    createPageWorkers({
      ...threads,
      connectors: connectors.map(({ name, plan, notFirst = [] }) => ({ name, plan, graph, notFirst })),
      documentOf,
    });
  const tokens = await tokenServiceOf(options, { tenant: tenantId, graph });
  const proxies = new Map(
    connectors.map((connector) => [
      connector.name,
      localProxy(connector, {
        tenantId,
        clientId: connector.clientId,
        authorityHost: options.authority ?? login,
        graph,
        graphScope: options.graph === undefined ? graphScope : `${graph}/.default`,
        identityTokens,
        keyrings,
        http,
        clock: Date.now,
        onCall,
        ...trusted,
        verifyBearer: tokens?.verifyBearer,
        refuseConnector: tokens?.refuseConnector,
        ...(workers !== undefined && { offload: workers.offload(connector.name) }),
      }),
    ]),
  );

  const { host, port, httpsPort, publicUrl, allowHost } = options;
  const answersAs = options.asProxy ? [cloudGraph, login].map((url) => new URL(url).hostname) : [];
  const pair = proxyPair({ hosts: answersAs, own: () => publicUrl ?? servers.at(-1)?.url });
  const common = {
    proxies,
    route,
    host,
    hostNames: allowHost,
    answersAs,
    ...(publicUrl && { publicUrl }),
    ...(tokens && { service: tokens.service }),
  };
  const servers: LocalServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
    await workers?.stop();
    tokens?.close();
  };
  try {
    servers.push(await listening(startProxyServer({ ...common, port, prepare: pair.plain })));
    if (tls !== undefined && httpsPort !== undefined)
      servers.push(await listening(startProxyServer({ ...common, port: httpsPort, tls, prepare: pair.secure })));
  } catch (error) {
    await stop();
    throw error;
  }
  // Libraries of Entra ask for tokens over HTTPS only.
  const tokenUrl = publicUrl ?? servers.at(-1)?.url ?? '';
  await tokens?.publish(tokenUrl);
  const fault = tokenHashFault();
  const remark = fault === undefined ? undefined : slowTokens(fault);
  return { names: [...proxies.keys()], servers, remark, ...(tokens && { tokenUrl }), stop };
};

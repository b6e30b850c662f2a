import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { cachedKeyrings } from '../../adapters/caching/index.ts';
import {
  httpsClient,
  identityTokenFile,
  type LocalServer,
  openKeyringFile,
  type ProxyServerOptions,
  startProxyServer,
} from '../../adapters/node/index.ts';
import { clouds } from '../../config/index.ts';
import type { CallRecord, IdentityTokens } from '../../ports/index.ts';
import { KeyringError } from '../../pseudonyms/index.ts';
import { cliError } from '../shared/exit.ts';
import { localProxy } from '../shared/local-proxy.ts';
import { listening } from '../shared/ports.ts';
import type { ServeOptions } from './serve-options.ts';
import { servedConnectors } from './served-connectors.ts';

export type Serving = {
  /** Names of connectors. Each is served at `<server url>/<name>`. */
  readonly names: readonly string[];
  readonly servers: readonly LocalServer[];
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

/** Rejects an unusable keyring at start. Later, an unreadable file doesn't cause an outage. */
const keyringsOf = async (path: string) => {
  const keyrings = cachedKeyrings({ load: () => openKeyringFile(path), clock: Date.now });
  await openKeyringFile(path).catch((error: unknown) => {
    if (error instanceof KeyringError) throw cliError('Keyring.Refused', { text: error.message });
    throw error;
  });
  return keyrings;
};

const identityOf = async ({ identityTokenFile: path, awsRegion = '' }: ServeOptions, audience: string) => {
  if (path !== undefined) return identityTokenFile(path);
  const { stsClient, stsIdentityTokens } = await import('../../adapters/aws/index.ts');
  return stsIdentityTokens({ sts: stsClient(awsRegion), audience });
};

/** Starts the servers that the options name. `onCall` receives the record of each call. */
export const startServing = async (options: ServeOptions, onCall: (record: CallRecord) => void): Promise<Serving> => {
  const { tenantId, cloud, connectors } = servedConnectors(options);
  const { login, graph: cloudGraph, graphScope, tokenExchangeAudience } = clouds[cloud];
  const graph = options.graph ?? cloudGraph;
  const trusted = options.ca === undefined ? {} : { ca: certificateText(options.ca) };
  const tls = tlsOf(options);
  const keyrings = await keyringsOf(options.keyring);
  const identityTokens: IdentityTokens = await identityOf(options, tokenExchangeAudience);
  const http = httpsClient(trusted);
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
      }),
    ]),
  );

  const { host, port, httpsPort } = options;
  const servers = [await listening(startProxyServer({ proxies, host, port }))];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  if (tls !== undefined && httpsPort !== undefined)
    try {
      servers.push(await listening(startProxyServer({ proxies, host, port: httpsPort, tls })));
    } catch (error) {
      await stop();
      throw error;
    }
  return { names: [...proxies.keys()], servers, stop };
};

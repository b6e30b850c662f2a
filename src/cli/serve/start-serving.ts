import { readFileSync } from 'node:fs';
import { cachedKeyrings } from '../../adapters/caching/index.ts';
import {
  httpsClient,
  identityTokenFile,
  openKeyringFile,
  type ProxyServer,
  startProxyServer,
} from '../../adapters/node/index.ts';
import { clouds } from '../../config/index.ts';
import type { CallRecord, IdentityTokens } from '../../ports/index.ts';
import { KeyringError } from '../../pseudonyms/index.ts';
import { CliError, exitCodes } from '../exit.ts';
import { connectorProxy } from '../local/local-proxy.ts';
import type { ServeOptions } from './serve-options.ts';
import { servedConnectors } from './served-connectors.ts';

export type Serving = {
  /** Names of connectors; each is at `<server url>/<name>`. */
  readonly names: readonly string[];
  readonly servers: readonly ProxyServer[];
  readonly stop: () => Promise<void>;
};

const fileText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CliError(exitCodes.usage, 'File.Missing', `the file ${path} can’t be read`, 'check its path and rights');
  }
};

/** Refuses a keyring that can't be used before anybody calls; afterwards an outage of the file is none. */
const keyringsOf = async (path: string) => {
  const keyrings = cachedKeyrings({ load: () => openKeyringFile(path), clock: Date.now });
  await openKeyringFile(path).catch((error: unknown) => {
    if (error instanceof KeyringError) throw new CliError(exitCodes.no, 'Keyring.Refused', error.message);
    throw error;
  });
  return keyrings;
};

const identityOf = async ({ identityTokenFile: path, awsRegion = '' }: ServeOptions, audience: string) => {
  if (path !== undefined) return identityTokenFile(path);
  const { stsClient, stsIdentityTokens } = await import('../../adapters/aws/index.ts');
  return stsIdentityTokens({ sts: stsClient(awsRegion), audience });
};

/** Starts what the options ask for; `onCall` sees the record of each call. */
export const startServing = async (options: ServeOptions, onCall: (record: CallRecord) => void): Promise<Serving> => {
  const { tenantId, cloud, connectors } = await servedConnectors(options);
  const { login, graph: cloudGraph, graphScope, tokenExchangeAudience } = clouds[cloud];
  const graph = options.graph ?? cloudGraph;
  const trusted = options.ca === undefined ? {} : { ca: fileText(options.ca) };
  const tls =
    options.tlsKey !== undefined && options.tlsCert !== undefined
      ? { key: fileText(options.tlsKey), cert: fileText(options.tlsCert) }
      : undefined;
  const keyrings = await keyringsOf(options.keyring);
  const identityTokens: IdentityTokens = await identityOf(options, tokenExchangeAudience);
  const http = httpsClient(trusted);
  const proxies = new Map(
    connectors.map((connector) => [
      connector.name,
      connectorProxy(connector, {
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
  const servers = [await startProxyServer({ proxies, host, port })];
  if (tls !== undefined && httpsPort !== undefined)
    servers.push(await startProxyServer({ proxies, host, port: httpsPort, tls }));
  return {
    names: [...proxies.keys()],
    servers,
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
};

import { KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { ProxyAgents } from '../node/index.ts';

/**
 * Short timeouts detect an outage of AWS within seconds instead of using up the function's time; without
 * `throwOnRequestTimeout`, the library only logs a warning and waits on.
 */
const direct = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** A proxy has to be reached first. */
const proxied = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** Sends through a proxy, except to hosts that are reached directly. */
const proxyHandler = (
  agentFor: ProxyAgents,
): Pick<NodeHttpHandler, 'handle' | 'updateHttpClientConfig' | 'httpHandlerConfigs'> => {
  const directly = new NodeHttpHandler(direct);
  let through: NodeHttpHandler | undefined;
  return {
    handle: async (request, options) => {
      const agent = await agentFor(`${request.protocol}//${request.hostname}:${request.port ?? ''}`);
      if (agent === undefined) return directly.handle(request, options);
      through ??= new NodeHttpHandler({ ...proxied, httpsAgent: agent });
      return through.handle(request, options);
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
};

/** Options of every client: timeouts, attempts, and a proxy. */
export const clientOptions = (region: string, agentFor: ProxyAgents | undefined) => ({
  region,
  maxAttempts: 3,
  requestHandler: agentFor === undefined ? direct : proxyHandler(agentFor),
});

/** The regional STS endpoint; the global one doesn't issue identity tokens. */
export const stsClient = (region: string, agentFor?: ProxyAgents): STSClient =>
  new STSClient(clientOptions(region, agentFor));
export const ssmClient = (region: string, agentFor?: ProxyAgents): SSMClient =>
  new SSMClient(clientOptions(region, agentFor));
export const kmsClient = (region: string, agentFor?: ProxyAgents): KMSClient =>
  new KMSClient(clientOptions(region, agentFor));

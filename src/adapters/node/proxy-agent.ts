import type { Agent } from 'node:https';
import { environmentProxy } from '../../config/index.ts';
import type { MinimumTls } from '../../ports/index.ts';

/** A proxy that doesn't connect to a host: the status of its answer to CONNECT. */
export class ProxyRefusal extends Error {
  readonly code = 'ERR_PROXY_REFUSED';
  readonly status: number;

  constructor(status: number) {
    super(`the proxy answered ${status}`);
    this.name = 'ProxyRefusal';
    this.status = status;
  }
}

const agents = new Map<string, Promise<Agent>>();

const connectThrough = async (proxy: string, minimumTls: MinimumTls): Promise<Agent> => {
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const agent = new HttpsProxyAgent(proxy, { keepAlive: true, maxSockets: 64 });
  // The agent's own options are for the connection to the proxy.
  Object.assign(agent.options, { minVersion: `TLSv${minimumTls}` });
  // Without this, the library presents the proxy's answer as the answer of the host.
  agent.on('proxyConnect', ({ statusCode }: { statusCode: number }, request: { destroy: (error: Error) => void }) => {
    if (statusCode !== 200) request.destroy(new ProxyRefusal(statusCode));
  });
  return agent;
};

/** Returns the proxy of an https URL by HTTPS_PROXY, ALL_PROXY and NO_PROXY; undefined if it is reached directly. */
export const proxyFor = async (url: string): Promise<string | undefined> => {
  const setting = environmentProxy();
  if (setting === undefined) return undefined;
  const { getProxyForUrl } = await import('proxy-from-env');
  const proxy = getProxyForUrl(url);
  if (proxy === '') return undefined;
  // As curl, Go and Python read a proxy without a scheme.
  return setting.includes('://') ? proxy : proxy.replace(/^https:/, 'http:');
};

/** Returns an agent that connects to an https URL through a proxy; undefined if the URL is reached directly. */
export type ProxyAgents = (url: string) => Promise<Agent | undefined>;

const agentsWith =
  (minimumTls: MinimumTls): ProxyAgents =>
  async (url) => {
    const proxy = await proxyFor(url);
    if (proxy === undefined) return undefined;
    const key = `${minimumTls} ${proxy}`;
    const agent = agents.get(key) ?? connectThrough(proxy, minimumTls);
    agents.set(key, agent);
    return agent;
  };

/**
 * Returns the agents for the environment's proxy; undefined if it names none. Their requests fail with a `ProxyRefusal`
 * if the proxy doesn't connect. Loads its libraries only with a proxy.
 */
export const proxyAgents = (minimumTls: MinimumTls = '1.2'): ProxyAgents | undefined =>
  environmentProxy() === undefined ? undefined : agentsWith(minimumTls);

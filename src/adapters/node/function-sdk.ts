/** The libraries for a proxy. The build puts them into a file of their own, which a function loads only if it has a proxy. */
export { HttpsProxyAgent } from 'https-proxy-agent';
export { getProxyForUrl } from 'proxy-from-env';

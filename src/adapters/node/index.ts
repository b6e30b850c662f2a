/** Ports implemented with Node itself: files, clock, HTTP. */
export { addressList } from './address-list.ts';
export { proxyPair } from './connect.ts';
export { fetchListener, type HandleFetch } from './fetch-listener.ts';
export { googleIdentityTokens } from './google-identity-tokens.ts';
export type { HttpService } from './http-service.ts';
export { type HttpsClientOptions, httpsClient } from './https-client.ts';
export { identityTokenFile } from './identity-token-file.ts';
export { type IssuerKeysOptions, isPublicAddress, issuerKeysOf, publicLookup } from './issuer-keys.ts';
export { keyringFile, openKeyringFile, readKeyringFile } from './keyring-file.ts';
export { type LocalServer, namesForeignHost, requestedOrigin, startLocalServer } from './local-server.ts';
export { createPageWorkers, type PageWorkers, type PageWorkersOptions } from './page-workers.ts';
export { pause } from './pause.ts';
export { type ProxyAgents, ProxyRefusal, proxyAgents, proxyFor } from './proxy-agent.ts';
export { type ProxyServerOptions, startProxyServer } from './proxy-server.ts';

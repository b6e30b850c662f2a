/** Ports implemented with Node itself: files, clock, HTTP. */
export { type HttpsClientOptions, httpsClient, memoryOf } from './https-client.ts';
export { identityTokenFile } from './identity-token-file.ts';
export { keyringFile, openKeyringFile } from './keyring-file.ts';
export { type LocalServer, namesForeignHost, startLocalServer } from './local-server.ts';
export { pause } from './pause.ts';
export { type ProxyServerOptions, startProxyServer } from './proxy-server.ts';

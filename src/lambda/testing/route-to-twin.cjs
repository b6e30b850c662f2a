// Preloaded before a bundle under test: connections to Microsoft's hosts go to the twin on loopback, whose authority is
// trusted for them; any other host is out of reach. The bundle itself knows nothing of it.
const { HARNESS_ROUTES: routed, HARNESS_CA: ca } = require('node:process').env;
const tls = require('node:tls');

const routes = JSON.parse(routed);
const connect = tls.connect;

tls.connect = (options, ...rest) => {
  // A tunnel through a proxy, which has its own routes.
  if (options.socket !== undefined) return connect({ ...options, servername: 'localhost', ca }, ...rest);
  const host = options.host ?? options.hostname;
  const port = routes[host] ?? (host === '127.0.0.1' ? options.port : undefined);
  if (port === undefined) throw new Error(`the harness has no route to ${host}`);
  return connect({ ...options, host: '127.0.0.1', port, servername: 'localhost', ca }, ...rest);
};

import type { Command } from 'commander';
import type { CallRecord } from '../../ports/index.ts';
import { withSourceNames } from '../shared/source-names.ts';
import { printOut, printRemark } from '../shared/terminal.ts';
import { checkServeOptions, type ServeOptions, withServeOptions } from './serve-options.ts';

const examples = `
Serves connectors on this machine with the same code as the deployed function. Each connector has its own path,
http://127.0.0.1:8080/<connector>/v1.0/…, and a health check at /<connector>/healthz. Tools that have one URL for Microsoft
Graph use http://127.0.0.1:8080: a path such as /v1.0/users leads to the first connector, in the order of the settings, that serves
it, and its links lead back to the same connector. With --clients, every call needs the token of a registered client. Without it,
callers aren't authenticated: listen on loopback only, or put an authenticating proxy in front.

Examples:
  graphveil demo --serve                                      entirely local, needs no preparation
  graphveil serve --settings graphveil.yaml --aws-region eu-central-1
  graphveil serve --source SOURCE --tenant GUID --client-id GUID --identity-token-file /var/run/token
  graphveil serve --rules my-rules.yaml --permission User.Read.All --tenant GUID --client-id GUID \\
    --identity-token-file token --https-port 8443 --tls-key key.pem --tls-cert cert.pem

  graphveil serve --settings graphveil.yaml --aws-region eu-central-1 --clients
                                                              with a token service: graphveil clients create

Create a keyring first: graphveil keys init.`;

const lineOf = ({ connector, method, endpoint, status, code, graphCode, durationMs }: CallRecord): string =>
  [connector, method, endpoint ?? '(no endpoint)', status, code, graphCode, `${durationMs} ms`]
    .filter((part) => part !== undefined)
    .join('  ');

const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });

const run = async (options: ServeOptions): Promise<void> => {
  checkServeOptions(options);
  const { startServing } = await import('./start-serving.ts');
  const json = options.json === true;
  const { names, servers, remark, tokenUrl, stop } = await startServing(options, (record) => {
    printRemark(json ? JSON.stringify(record) : lineOf(record));
  });
  if (remark !== undefined) printRemark(json ? JSON.stringify({ level: 'WARN', message: remark }) : remark);
  const urls = servers.flatMap(({ url }) => names.map((name) => `${url}/${name}`));
  const lines = [...urls.map((url) => `serving ${url}`), ...(tokenUrl ? [`token service ${tokenUrl}/adfs`] : [])];
  printOut(json ? JSON.stringify({ serving: urls, ...(tokenUrl && { tokenUrl }) }) : lines.join('\n'));
  await untilStopped();
  await stop();
};

/** Registers `graphveil serve`: the proxy over HTTP and HTTPS on this machine. */
export const register = (command: Command): void => {
  withServeOptions(command)
    .addHelpText('after', () => withSourceNames(examples))
    .action(run);
};

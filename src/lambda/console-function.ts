import type { Permission } from '../access/index.ts';
import { appRolesReader } from '../adapters/entra/index.ts';
import { readConsoleEnvironment } from '../config/index.ts';
import { createConsole, entraSignIn, rolesIn } from '../console/index.ts';
import { type FetchResult, readFetchEvent, writeFetchResult } from './fetch-event.ts';
import { connect } from './signing-in.ts';

/** What a deployment tells its console. Nothing of it is a secret. */
export type ConsoleDeployment = {
  /** The permissions that clients can be registered for. */
  readonly permissions: readonly Permission[];
};

/** The function that the platform calls for each request to the console. */
export type ConsoleHandler = (event: unknown) => Promise<FetchResult>;

const levelOf = (status: number): string => (status >= 500 ? 'ERROR' : status >= 400 ? 'WARN' : 'INFO');

/** The name of a fault and nothing of its message, which can contain values. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

const notHttp: FetchResult = {
  statusCode: 400,
  headers: { 'cache-control': 'no-store' },
  cookies: [],
  body: '',
  isBase64Encoded: false,
};

/**
 * Starts the console of an environment. Throws a `FunctionEnvironmentError` if its variables can't be used. It writes one
 * log line for each request, without paths and values.
 */
export const startConsoleFunction = ({ permissions }: ConsoleDeployment): { readonly handler: ConsoleHandler } => {
  const environment = readConsoleEnvironment();
  const { tenant, clientId, access: settings } = environment;
  const { origin, baseUrl, contact } = settings;
  const { access, identityTokens, accessTokens, http, graph, login } = connect(environment);
  const readRoles = appRolesReader({ http, accessTokens, graph, clientId });
  const write = (line: object): void => {
    process.stdout.write(`${JSON.stringify({ message: 'console', Environment: environment.environment, ...line })}\n`);
  };
  const handle = createConsole({
    origin,
    place: { environment: environment.environment, tokenUrl: baseUrl, contact },
    access,
    signIn: entraSignIn({ issuer: `${login}/${tenant}/v2.0`, clientId, origin, identityTokens, http }),
    rolesOf: async (person) => rolesIn(await readRoles(person)),
    permissions: async () => permissions,
    onFault: (error) => write({ level: 'ERROR', fault: nameOf(error) }),
  });
  return {
    handler: async (event) => {
      const began = Date.now();
      const request = readFetchEvent(event);
      const result = request === undefined ? notHttp : await writeFetchResult(await handle(request));
      const { statusCode: status } = result;
      write({ level: levelOf(status), method: request?.method, status, durationMs: Date.now() - began });
      return result;
    },
  };
};

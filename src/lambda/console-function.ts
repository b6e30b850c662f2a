import type { Permission } from '../access/index.ts';
import { graphDirectory, ownedGroups } from '../adapters/directory/index.ts';
import { applicationCredentials, appRolesReader } from '../adapters/entra/index.ts';
import { readConsoleEnvironment } from '../config/index.ts';
import { type ConsoleExample, createConsole, entraSignIn, rolesIn } from '../console/index.ts';
import { type CheckResult, createRegistry, type Described, type Dictionary, withClientIds } from '../registry/index.ts';
import { type FetchResult, readFetchEvent, writeFetchResult } from './fetch-event.ts';
import { connect } from './signing-in.ts';

/** What a deployment tells its console. Nothing of it is a secret. */
export type ConsoleDeployment = {
  /** The permissions that clients can be registered for. */
  readonly permissions: readonly Permission[];
  readonly described: Described;
  /** Data dictionaries of the connectors. */
  readonly dictionaries: readonly Dictionary[];
  /** Real replies before and after the rules, by connector. */
  readonly examples: Readonly<Record<string, ConsoleExample>>;
};

/** The console may call no connector, so that nobody reads people's data through it. Operators check with a command. */
const elsewhere: readonly Omit<CheckResult, 'at'>[] = (['keyring', 'sign-in', 'consent', 'call'] as const).map(
  (check) => ({
    check,
    state: 'not-checked',
    says: 'The console may not call connectors. An operator runs graphveil connectors check --aws, whose results appear here.',
  }),
);

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
export const startConsoleFunction = ({
  permissions,
  described,
  dictionaries,
  examples,
}: ConsoleDeployment): { readonly handler: ConsoleHandler } => {
  const environment = readConsoleEnvironment();
  const { tenant, clientId, access: settings } = environment;
  const { origin, baseUrl, contact, leastGroupSize, grantDays } = settings;
  const known = new Map(Object.entries(examples));
  const { access, identityTokens, accessTokens, http, graph, login } = connect(environment);
  const readRoles = appRolesReader({ http, accessTokens, graph, clientId });
  const countCredentials = applicationCredentials({ http, accessTokens, graph });
  const write = (line: object): void => {
    process.stdout.write(`${JSON.stringify({ message: 'console', Environment: environment.environment, ...line })}\n`);
  };
  const directory = graphDirectory({ http, accessTokens, graph });
  const handle = createConsole({
    origin,
    place: { environment: environment.environment, tokenUrl: baseUrl, contact },
    access,
    registry: createRegistry({
      described: withClientIds(described, settings.clientIds),
      access,
      directory,
      check: async () => elsewhere,
      credentialsOf: (name) => countCredentials(settings.clientIds[name] ?? ''),
      dictionary: async (name) => dictionaries.find(({ connector }) => connector === name),
    }),
    signIn: entraSignIn({
      issuer: `${login}/${tenant}/v2.0`,
      clientId,
      origin,
      identityTokens,
      http,
      ownedGroups: (token) => ownedGroups({ http, graph }, token),
    }),
    groups: {
      directory,
      leastGroupSize,
      grantDays,
      example: async (connector) => known.get(connector),
    },
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

import { randomBytes, randomUUID } from 'node:crypto';
import { cachedKeyrings } from '../adapters/caching/index.ts';
import { entraTokens } from '../adapters/entra/index.ts';
import { callLog, slowTokens } from '../adapters/log/index.ts';
import { addressList, httpsClient, pause, proxyAgents } from '../adapters/node/index.ts';
import {
  clouds,
  type FunctionEnvironment,
  keyringEncryptionContext,
  keyringParameterName,
  readFunctionEnvironment,
} from '../config/index.ts';
import type { IdentityTokens, KeyringSource } from '../ports/index.ts';
import { createProxy, type ProxiedConnector } from '../proxy/index.ts';
import { tokenHashFault } from '../pseudonyms/index.ts';
import { createHandler, createStreamHandler, type Handler, type StreamHandler } from './create-handler.ts';
import type { AccessVerification } from './verify-tokens.ts';
import { streamingPlatform } from './write-stream.ts';

/** The connector's data in the bundle. The function's environment provides the rest. */
export type BundledConnector = Pick<ProxiedConnector, 'plan' | 'expectedRoles' | 'version' | 'elsewhere' | 'notFirst'>;

/** A deployed function. */
export type StartedFunction = {
  readonly handler: Handler;
  /** The handler of a function whose URL streams replies; undefined where the platform can't. */
  readonly stream: StreamHandler | undefined;
  /** Resolves when the first requests of the function have ended, well or not, and at the latest after three seconds. */
  readonly ready: Promise<void>;
};

/** Longest time that a function's start waits for its first requests, in milliseconds. Lambda ends a start after ten seconds. */
const longestStart = 3_000;

const settled = (requests: readonly Promise<unknown>[]): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, longestStart);
    void Promise.allSettled(requests).then(() => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Loads the AWS SDK after the function's own code. */
const aws = () => import('../adapters/aws/index.ts');

const identityTokens = ({ region, cloud }: FunctionEnvironment): IdentityTokens => {
  const tokens = aws().then(({ stsClient, stsIdentityTokens }) =>
    stsIdentityTokens({ sts: stsClient(region, proxyAgents()), audience: clouds[cloud].tokenExchangeAudience }),
  );
  return { get: async () => (await tokens).get() };
};

const keyringSource = ({ region, environment }: FunctionEnvironment): KeyringSource => {
  const place = aws().then(({ kmsClient, openAwsKeyring, ssmClient }) => {
    const clients = { ssm: ssmClient(region, proxyAgents()), kms: kmsClient(region, proxyAgents()) };
    const parameter = keyringParameterName(environment);
    const encryptionContext = keyringEncryptionContext(environment);
    return () => openAwsKeyring({ ...clients, parameter, encryptionContext });
  });
  return cachedKeyrings({ load: async () => (await place)(), clock: Date.now });
};

/** Records are small. */
const mostRecordBytes = 4 * 1024 * 1024;

/**
 * Loads the verification of tokens and the look at the connector's record after the function's own code, and only in a
 * deployment that has registered tools.
 */
const accessVerification = (environment: FunctionEnvironment): Partial<AccessVerification> => {
  const { access } = environment;
  if (access === undefined) return {};
  const prepared = import('./verify-tokens.ts').then(({ verifyTokens }) =>
    verifyTokens(environment, access, httpsClient({ maxBytes: mostRecordBytes, minimumTls: '1.2' })),
  );
  // A call that needs it is answered with the fault.
  prepared.catch(() => undefined);
  return {
    verifyBearer: async (authorization, connector) => (await prepared).verifyBearer(authorization, connector),
    refuseConnector: async (connector) => (await prepared).refuseConnector(connector),
  };
};

/**
 * Starts a deployed function: reads its environment (throws a `FunctionEnvironmentError`), connects the proxy to AWS
 * and Microsoft, and begins to fetch the keyring and an access token at once. The first call retries if that fails.
 */
export const startFunction = ({
  plan,
  expectedRoles,
  version,
  elsewhere,
  notFirst,
}: BundledConnector): StartedFunction => {
  const environment = readFunctionEnvironment();
  const { connector, tenant, clientId, cloud, publicUrl, minimumTls, grants, access } = environment;
  const { graph, graphScope, login } = clouds[cloud];

  const keyrings = keyringSource(environment);
  const accessTokens = entraTokens({
    tenantId: tenant,
    clientId,
    authorityHost: login,
    graphScope,
    expectedRoles,
    assertion: identityTokens(environment),
    clock: Date.now,
    minimumTls,
  });
  const write = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const fault = tokenHashFault();
  if (fault !== undefined)
    write(
      JSON.stringify({
        level: 'WARN',
        message: slowTokens(fault),
        Environment: environment.environment,
        Connector: connector,
      }),
    );
  const log = callLog({
    environment: environment.environment,
    connector,
    clock: Date.now,
    write,
  });
  const proxy = createProxy({
    connector: {
      name: connector,
      plan,
      graph,
      expectedRoles,
      version,
      ...(grants !== undefined && { grants }),
      ...(elsewhere !== undefined && { elsewhere }),
      ...(notFirst !== undefined && { notFirst }),
      ...(access !== undefined && { leastGroupSize: access.leastGroupSize }),
    },
    ports: {
      keyrings,
      accessTokens,
      http: httpsClient({ maxBytes: environment.largestResponse, minimumTls }),
      memory: environment.responseMemory,
      clock: Date.now,
      wait: pause,
      random: (count) => randomBytes(count),
      newId: randomUUID,
      log,
      ...accessVerification(environment),
    },
  });
  const platform = streamingPlatform();
  const place = { connector, publicUrl, toolsUrl: access?.baseUrl, allows: access && addressList(access.addresses) };
  return {
    handler: createHandler(proxy, place),
    stream: platform && createStreamHandler(proxy, platform, place),
    ready: settled([accessTokens.get(), keyrings.current()]),
  };
};

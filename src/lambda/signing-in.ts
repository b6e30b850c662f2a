import { randomBytes, randomUUID } from 'node:crypto';
import type { AccessPorts } from '../access/index.ts';
import { clientOptions, kmsClient, stsClient, stsIdentityTokens } from '../adapters/aws/index.ts';
import { entraTokens } from '../adapters/entra/index.ts';
import { kmsMacs } from '../adapters/kms/index.ts';
import { httpsClient, proxyAgents } from '../adapters/node/index.ts';
import { dynamodbClient, dynamodbRecords } from '../adapters/records/dynamodb-records.ts';
import {
  accessMacKeyAlias,
  type ConsoleEnvironment,
  clouds,
  namesOfConsolePermissions,
  recordTableName,
} from '../config/index.ts';
import type { AccessTokens, Http, IdentityTokens } from '../ports/index.ts';

/** Ports of the console and the access check: the store, and sign-in to the console's application. */
export type SigningIn = {
  readonly access: AccessPorts;
  readonly identityTokens: IdentityTokens;
  readonly accessTokens: AccessTokens;
  readonly http: Http;
  /** Origin of Microsoft Graph. */
  readonly graph: string;
  /** Authority host of Microsoft Entra ID. */
  readonly login: string;
};

/** Connects a function to AWS and to Microsoft. */
export const connect = ({
  environment,
  tenant,
  clientId,
  cloud,
  region,
  minimumTls,
}: ConsoleEnvironment): SigningIn => {
  const { graph, graphScope, login, tokenExchangeAudience } = clouds[cloud];
  const identityTokens = stsIdentityTokens({
    sts: stsClient(region, proxyAgents()),
    audience: tokenExchangeAudience,
  });
  return {
    access: {
      records: dynamodbRecords({
        client: dynamodbClient(clientOptions(region, proxyAgents())),
        table: recordTableName(environment),
        clock: Date.now,
      }),
      macs: kmsMacs(kmsClient(region, proxyAgents()), accessMacKeyAlias(environment)),
      clock: Date.now,
      random: (count) => randomBytes(count),
      newId: randomUUID,
    },
    identityTokens,
    accessTokens: entraTokens({
      tenantId: tenant,
      clientId,
      authorityHost: login,
      graphScope,
      expectedRoles: namesOfConsolePermissions('application'),
      assertion: identityTokens,
      clock: Date.now,
      minimumTls,
    }),
    http: httpsClient({ minimumTls }),
    graph,
    login,
  };
};

import { createPublicKey } from 'node:crypto';
import {
  issuerOf,
  prepareRefuseConnector,
  prepareVerifyBearer,
  type RefuseConnector,
  type VerifyBearer,
} from '../access/verify/index.ts';
import { publicKeyOf } from '../adapters/access-keys/index.ts';
import { dynamodbRead } from '../adapters/records/dynamodb-read.ts';
import {
  accessAudience,
  type ConnectorAccess,
  environmentCredentials,
  type FunctionEnvironment,
  recordTableName,
} from '../config/index.ts';
import type { Http } from '../ports/index.ts';

/** Questions of a connector to the store of clients and grants. */
export type AccessVerification = { readonly verifyBearer: VerifyBearer; readonly refuseConnector: RefuseConnector };

/**
 * Prepares the verification of tokens in a deployed function: keys that the deployment pinned, and consistent reads of the
 * environment's table with the function's own credentials, which Lambda renews.
 */
export const verifyTokens = async (
  { environment, region }: Pick<FunctionEnvironment, 'environment' | 'region'>,
  { baseUrl, keys }: ConnectorAccess,
  http: Http,
): Promise<AccessVerification> => {
  const der = keys.map((key) => createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }));
  const records = dynamodbRead({
    http,
    table: recordTableName(environment),
    region,
    credentials: environmentCredentials,
    clock: Date.now,
  });
  return {
    verifyBearer: prepareVerifyBearer({
      records,
      keys: await Promise.all(der.map(publicKeyOf)),
      issuer: issuerOf(baseUrl),
      audience: accessAudience(environment),
      clock: Date.now,
    }),
    refuseConnector: prepareRefuseConnector(records),
  };
};

import { createPublicKey } from 'node:crypto';
import { issuerOf, prepareVerifyBearer, type VerifyBearer } from '../access/verify/index.ts';
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

/**
 * Prepares the verification of tokens in a deployed function: keys that the deployment pinned, and consistent reads of the
 * environment's table with the function's own credentials, which Lambda renews.
 */
export const verifyTokens = async (
  { environment, region }: Pick<FunctionEnvironment, 'environment' | 'region'>,
  { baseUrl, keys }: ConnectorAccess,
  http: Http,
): Promise<VerifyBearer> => {
  const der = keys.map((key) => createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }));
  return prepareVerifyBearer({
    records: dynamodbRead({
      http,
      table: recordTableName(environment),
      region,
      credentials: environmentCredentials,
      clock: Date.now,
    }),
    keys: await Promise.all(der.map(publicKeyOf)),
    issuer: issuerOf(baseUrl),
    audience: accessAudience(environment),
    clock: Date.now,
  });
};

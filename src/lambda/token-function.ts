import { randomBytes, randomUUID } from 'node:crypto';
import { createTokenService, type HandleTokenRequest, type TokenReply } from '../access/token/index.ts';
import { clientOptions, kmsClient } from '../adapters/aws/index.ts';
import { kmsMacs, kmsSigner } from '../adapters/kms/index.ts';
import { addressList, httpsClient, issuerKeysOf, proxyAgents, publicLookup } from '../adapters/node/index.ts';
import { dynamodbClient, dynamodbRecords } from '../adapters/records/dynamodb-records.ts';
import {
  accessAudience,
  accessMacKeyAlias,
  accessMetrics,
  accessSigningKeyAlias,
  clouds,
  readTokenEnvironment,
  recordTableName,
} from '../config/index.ts';
import { withMetrics } from './service-log.ts';
import { readTokenEvent, writeTokenResult } from './token-event.ts';
import type { Result } from './write-result.ts';

/** The function that the platform calls for each token request. */
export type TokenHandler = (event: unknown) => Promise<Result>;

/** Keys of other issuers are small. */
const mostKeyBytes = 262_144;

const notFound: TokenReply = { status: 404, headers: { 'cache-control': 'no-store' }, body: '' };
const notHttp: TokenReply = { status: 400, headers: { 'cache-control': 'no-store' }, body: '' };

/** The name of a fault and nothing of its message, which can contain values. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

const errorOf = ({ body }: TokenReply): string | undefined =>
  body.startsWith('{"error":') ? (JSON.parse(body) as { readonly error: string }).error : undefined;

/** A claim of a code that was used, or the fifth wrong one: the owner of the group has to know. */
const isAlarm = ({ body }: TokenReply): boolean => /Graphveil\.Claim(?:Used|Locked):/.test(body);

const levelOf = (status: number): string => (status >= 500 ? 'ERROR' : status >= 400 ? 'WARN' : 'INFO');

/** Starts the token service of an environment. Throws a `FunctionEnvironmentError` if its variables can't be used. */
export const startTokenFunction = (): { readonly handler: TokenHandler } => {
  const { environment, tenant, cloud, region, access } = readTokenEnvironment();
  const { baseUrl, signingKeys, accessSeconds, unusedSeconds, addresses } = access;
  const kms = kmsClient(region, proxyAgents());
  const [first, ...others] = signingKeys.map((number) => accessSigningKeyAlias(environment, number));
  const handle: HandleTokenRequest = createTokenService({
    records: dynamodbRecords({
      client: dynamodbClient(clientOptions(region, proxyAgents())),
      table: recordTableName(environment),
      clock: Date.now,
    }),
    macs: kmsMacs(kms, accessMacKeyAlias(environment)),
    signer: kmsSigner(kms, [first ?? '', ...others]),
    issuerKeys: issuerKeysOf({
      http: httpsClient({ lookup: publicLookup, maxBytes: mostKeyBytes, minimumTls: '1.2' }),
      clock: Date.now,
    }),
    clock: Date.now,
    newId: randomUUID,
    random: (count) => randomBytes(count),
    baseUrl,
    tenant,
    audience: accessAudience(environment),
    resources: [...new Set(['https://graph.microsoft.com', clouds[cloud].graph])],
    accessSeconds,
    unusedSeconds,
    allows: addressList(addresses),
  });

  const answer = async (event: unknown): Promise<{ readonly reply: TokenReply; readonly fault?: string }> => {
    const request = readTokenEvent(event);
    if (request === undefined) return { reply: notHttp };
    try {
      return { reply: (await handle(request)) ?? notFound };
    } catch (error) {
      return { reply: { ...notHttp, status: 500 }, fault: nameOf(error) };
    }
  };

  return {
    handler: async (event) => {
      const began = Date.now();
      const { reply, fault } = await answer(event);
      const error = errorOf(reply);
      const line = {
        level: levelOf(reply.status),
        message: 'token',
        Environment: environment,
        status: reply.status,
        ...(error !== undefined && { error }),
        ...(fault !== undefined && { fault }),
        durationMs: Date.now() - began,
        ...(isAlarm(reply) && withMetrics(environment, { [accessMetrics.claimReuses]: 1 }, Date.now())),
      };
      process.stdout.write(`${JSON.stringify(line)}\n`);
      return writeTokenResult(reply);
    },
  };
};

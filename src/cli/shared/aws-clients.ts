import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { clientOptions } from '../../adapters/aws/index.ts';
import { proxyAgents } from '../../adapters/node/index.ts';
import { dynamodbClient as dynamodb } from '../../adapters/records/dynamodb-records.ts';

/**
 * Options of the operator's clients. Clients that the SDK makes to get credentials, such as the one for IAM Identity
 * Center, know no proxy of themselves.
 */
const options = (region: string) => {
  const agentFor = proxyAgents();
  const common = clientOptions(region, agentFor);
  if (agentFor === undefined) return common;
  return { ...common, credentials: defaultProvider({ clientConfig: { requestHandler: common.requestHandler } }) };
};

/** Clients with the operator's credentials. They use the environment's proxy. */
export const stsClient = (region: string): STSClient => new STSClient(options(region));
export const ssmClient = (region: string): SSMClient => new SSMClient(options(region));
export const kmsClient = (region: string): KMSClient => new KMSClient(options(region));
export const iamClient = (region: string): IAMClient => new IAMClient(options(region));
export const lambdaClient = (region: string): LambdaClient => new LambdaClient(options(region));
export const cloudWatchClient = (region: string): CloudWatchClient => new CloudWatchClient(options(region));
export const dynamodbClient = (region: string) => dynamodb(options(region));

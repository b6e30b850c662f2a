import { KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

/** Options of every client: an outage of AWS is noticed within seconds, not after the function's whole time. */
const settings = (region: string) => ({
  region,
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
});

/** STS of the region; its global endpoint gives no identity tokens. */
export const stsClient = (region: string): STSClient => new STSClient(settings(region));
export const ssmClient = (region: string): SSMClient => new SSMClient(settings(region));
export const kmsClient = (region: string): KMSClient => new KMSClient(settings(region));

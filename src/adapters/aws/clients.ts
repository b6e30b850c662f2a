import { KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

/** What every client is made with: an outage of AWS is noticed in seconds, not in the function's whole time. */
const settings = (region: string) => ({
  region,
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
});

/** STS of the region; its global endpoint gives no identity tokens. */
export const stsClient = (region: string): STSClient => new STSClient(settings(region));
export const ssmClient = (region: string): SSMClient => new SSMClient(settings(region));
export const kmsClient = (region: string): KMSClient => new KMSClient(settings(region));

import { KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

/**
 * Options of every client. Short timeouts detect an outage of AWS within seconds instead of using up the function's
 * time; without `throwOnRequestTimeout`, the library only logs a warning and waits on.
 */
const settings = (region: string) => ({
  region,
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});

/** The regional STS endpoint; the global one doesn't issue identity tokens. */
export const stsClient = (region: string): STSClient => new STSClient(settings(region));
export const ssmClient = (region: string): SSMClient => new SSMClient(settings(region));
export const kmsClient = (region: string): KMSClient => new KMSClient(settings(region));

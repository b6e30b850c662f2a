import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../ports/index.ts';
import type { AwsCredentials } from './signing-fetch.ts';

export type AssumedRoleOptions = {
  readonly sts: Pick<STSClient, 'send'>;
  readonly roleArn: string;
  readonly externalId?: string | undefined;
  readonly clock: Clock;
};

/** A session this close to its end isn't used, because the signed request has to arrive in time. */
const marginMs = 120_000;

/** Provides credentials of a role and renews them before they expire. Rejects with the STS error. */
export const assumedRole = ({
  sts,
  roleArn,
  externalId,
  clock,
}: AssumedRoleOptions): (() => Promise<AwsCredentials>) => {
  let held: { readonly credentials: AwsCredentials; readonly usableUntil: number } | undefined;
  return async () => {
    if (held !== undefined && clock() < held.usableUntil) return held.credentials;
    const { Credentials: made } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: 'graphveil-call',
        ...(externalId !== undefined && { ExternalId: externalId }),
      }),
    );
    const credentials = {
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: made?.SessionToken,
    };
    held = { credentials, usableUntil: (made?.Expiration?.getTime() ?? clock()) - marginMs };
    return credentials;
  };
};

import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../ports/index.ts';
import type { AwsCredentials } from './signing-fetch.ts';

export type AssumedRoleOptions = {
  readonly sts: Pick<STSClient, 'send'>;
  readonly roleArn: string;
  readonly externalId?: string | undefined;
  readonly clock: Clock;
};

/** A session this close to its end is not used: the request it signs must still arrive. */
const marginMs = 120_000;

/** Credentials of a role, renewed before they expire. Rejects with the error of STS. */
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

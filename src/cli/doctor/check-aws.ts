import type { IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { nodeRuntime, type Settings } from '../../config/index.ts';
import { readFederation } from '../shared/federation.ts';
import { type Finding, notChecked, ok, wrong } from './finding.ts';

/** Access to the AWS services that `doctor` queries. */
export type AwsWorld = {
  readonly sts: Pick<STSClient, 'send'>;
  readonly iam: Pick<IAMClient, 'send'>;
  /** A fetch that signs for Lambda in the region, and Lambda's origin there. */
  readonly lambda: { readonly fetch: typeof fetch; readonly origin: string };
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'an unknown error');

const checkIdentity = async ({ aws }: Settings, { sts }: AwsWorld): Promise<Finding> => {
  const check = 'AWS identity';
  try {
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
    return Account === aws.account
      ? ok(check, `${Arn} in ${aws.region}`)
      : wrong(
          check,
          `signed in to account ${Account}, expected ${aws.account} (aws.account)`,
          'set AWS_PROFILE=… to the right account, or correct aws.account',
        );
  } catch (error) {
    return wrong(
      check,
      `not signed in to AWS in ${aws.region} (${nameOf(error)})`,
      'aws sso login, or set AWS_PROFILE=…',
    );
  }
};

const checkFederation = async ({ aws }: Settings, { iam }: AwsWorld): Promise<Finding> => {
  const check = 'identity tokens';
  try {
    const federation = await readFederation(iam);
    if (!federation.enabled)
      return wrong(
        check,
        'outbound identity federation is off in the account',
        'npx --no-install graphveil aws enable-federation',
        'an administrator of the AWS account',
      );
    return federation.issuer === aws.tokenIssuer
      ? ok(check, `on, issuer ${federation.issuer}`)
      : wrong(
          check,
          'aws.tokenIssuer is not the issuer of this account; Entra would refuse every sign-in (AADSTS700211)',
          `tokenIssuer: ${federation.issuer}`,
        );
  } catch (error) {
    return notChecked(
      check,
      `IAM gave no answer (${nameOf(error)}); the check needs iam:GetOutboundWebIdentityFederationInfo`,
    );
  }
};

/** Lambda lists layers of a runtime only if it supports the runtime. */
const checkRuntime = async ({ aws }: Settings, { lambda }: AwsWorld): Promise<Finding> => {
  const check = 'Lambda runtime';
  try {
    const response = await lambda.fetch(
      `${lambda.origin}/2018-10-31/layers?CompatibleRuntime=${nodeRuntime}&MaxItems=1`,
    );
    if (response.ok) return ok(check, `${nodeRuntime} is available in ${aws.region}`);
    return response.status === 400
      ? wrong(check, `${nodeRuntime} isn't available in ${aws.region}`, 'choose another aws.region')
      : notChecked(check, `Lambda answered ${response.status}; the check needs lambda:ListLayers`);
  } catch (error) {
    return notChecked(check, `Lambda in ${aws.region} can't be reached (${nameOf(error)})`);
  }
};

/** Checks the account, identity tokens and the runtime. */
export const checkAws = (settings: Settings, world: AwsWorld): Promise<readonly Finding[]> =>
  Promise.all([checkIdentity(settings, world), checkFederation(settings, world), checkRuntime(settings, world)]);

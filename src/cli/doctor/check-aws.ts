import type { IAMClient } from '@aws-sdk/client-iam';
import { GetAccountSettingsCommand, type LambdaClient, ListLayersCommand } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { functionArchitecture, nodeRuntime, type Settings } from '../../config/index.ts';
import { awsErrorName, awsFailure } from '../shared/aws-failure.ts';
import { federationOff, readFederation } from '../shared/federation.ts';
import { type Finding, failed, notChecked, ok, wrong } from '../shared/finding.ts';
import { networkFailure } from '../shared/network-failure.ts';

/** Access to the AWS services that `doctor` queries. */
export type AwsWorld = {
  readonly sts: Pick<STSClient, 'send'>;
  readonly iam: Pick<IAMClient, 'send'>;
  readonly lambda: Pick<LambdaClient, 'send'>;
};

const isInvalid = (error: unknown): boolean =>
  error instanceof Error &&
  '$metadata' in error &&
  (error.$metadata as { httpStatusCode?: number }).httpStatusCode === 400;

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
    const failure = awsFailure(error, `STS in ${aws.region}`);
    return failure === undefined
      ? wrong(
          check,
          `AWS refused to name the account (${awsErrorName(error)})`,
          'aws sts get-caller-identity shows the reason',
        )
      : failed(check, failure);
  }
};

const checkFederation = async ({ aws }: Settings, { iam }: AwsWorld): Promise<Finding> => {
  const check = 'identity tokens';
  try {
    const federation = await readFederation(iam);
    if (!federation.enabled) return federationOff(check);
    return federation.issuer === aws.tokenIssuer
      ? ok(check, `on, issuer ${federation.issuer}`)
      : wrong(
          check,
          'aws.tokenIssuer is not the issuer of this account; Entra would refuse every sign-in (AADSTS700211)',
          `tokenIssuer: ${federation.issuer}`,
        );
  } catch (error) {
    const failure = networkFailure(error, 'AWS IAM');
    if (failure !== undefined) return failed(check, failure);
    return notChecked(
      check,
      `IAM gave no answer (${awsErrorName(error)}); the check needs iam:GetOutboundWebIdentityFederationInfo`,
    );
  }
};

/** Lambda lists layers of a runtime or architecture only if it supports it. */
const checkRuntime = async ({ aws }: Settings, { lambda }: AwsWorld): Promise<Finding> => {
  const check = 'Lambda runtime';
  const wanted = `${nodeRuntime} on ${functionArchitecture}`;
  try {
    await lambda.send(
      new ListLayersCommand({
        CompatibleRuntime: nodeRuntime,
        CompatibleArchitecture: functionArchitecture,
        MaxItems: 1,
      }),
    );
    return ok(check, `${wanted} is available in ${aws.region}`);
  } catch (error) {
    const failure = networkFailure(error, `AWS Lambda in ${aws.region}`);
    if (failure !== undefined) return failed(check, failure);
    return isInvalid(error)
      ? wrong(check, `${wanted} isn't available in ${aws.region}`, 'choose another aws.region')
      : notChecked(check, `Lambda gave no answer (${awsErrorName(error)}); the check needs lambda:ListLayers`);
  }
};

/** Concurrent executions that Lambda keeps for functions without a reservation. Source: AWS Lambda, reserved concurrency. */
const unreserved = 100;

/** Lambda refuses reservations beyond the account's quota, half-way through a deployment. */
const checkConcurrency = async ({ aws, connectors }: Settings, { lambda }: AwsWorld): Promise<Finding> => {
  const check = 'Lambda concurrency';
  const reserved = connectors.reduce(
    (sum, { enabled, reservedConcurrency = 0 }) => sum + (enabled ? reservedConcurrency : 0),
    0,
  );
  try {
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
    const quota = AccountLimit?.ConcurrentExecutions ?? 0;
    const says = `${quota} concurrent executions in ${aws.region}, ${reserved} of them reserved by these settings`;
    if (reserved === 0 || reserved + unreserved <= quota) return ok(check, says);
    return wrong(
      check,
      `${says}; Lambda keeps ${unreserved} unreserved, so it refuses the deployment`,
      `lower reservedConcurrency, or request a quota of ${reserved + unreserved}: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value ${reserved + unreserved}`,
      'an administrator of the AWS account, for the quota',
    );
  } catch (error) {
    const failure = networkFailure(error, `AWS Lambda in ${aws.region}`);
    if (failure !== undefined) return failed(check, failure);
    return notChecked(
      check,
      `Lambda gave no answer (${awsErrorName(error)}); the check needs lambda:GetAccountSettings`,
    );
  }
};

/** Checks the account, identity tokens, the runtime and the quota of concurrent executions. */
export const checkAws = (settings: Settings, world: AwsWorld): Promise<readonly Finding[]> =>
  Promise.all([checkIdentity, checkFederation, checkRuntime, checkConcurrency].map((check) => check(settings, world)));

import type { LambdaClient } from '@aws-sdk/client-lambda';
import { awsErrorName } from '../shared/aws-failure.ts';
import { type DeployedHash, deployedHash, hashesOf, olderSettings } from '../shared/deployed-settings.ts';
import { type Finding, failed, notChecked, ok } from '../shared/finding.ts';
import { networkFailure } from '../shared/network-failure.ts';
import type { ReadSettings } from '../shared/read-settings.ts';

const check = 'deployed functions';

/** Checks whether deployed functions were made of the settings at hand. */
export const checkDeployed = async (read: ReadSettings, lambda: Pick<LambdaClient, 'send'>): Promise<Finding> => {
  const { environment } = read.settings;
  const hashes = [...hashesOf(read)];
  try {
    const found = await Promise.all(
      hashes.map(
        async ([name, expected]): Promise<readonly [string, string, DeployedHash]> => [
          name,
          expected,
          await deployedHash(lambda, environment, name),
        ],
      ),
    );
    const deployed = found.flatMap(([name, expected, is]) => (is === 'missing' ? [] : [{ name, expected, is }]));
    const others = deployed.filter(({ expected, is }) => is.hash !== expected).map(({ name }) => name);
    if (others.length > 0) return olderSettings(check, `${others.join(', ')} ${others.length === 1 ? 'was' : 'were'}`);
    return deployed.length === 0
      ? notChecked(check, 'there are none yet')
      : ok(check, `${deployed.length} of ${hashes.length} are deployed, with these settings`);
  } catch (error) {
    const failure = networkFailure(error, 'AWS Lambda');
    if (failure !== undefined) return failed(check, failure);
    return notChecked(
      check,
      `Lambda gave no answer (${awsErrorName(error)}); the check needs lambda:GetFunctionConfiguration`,
    );
  }
};

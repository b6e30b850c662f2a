import { describe } from '../../problems/diagnostics/index.ts';
import type { Check } from './checks.ts';
import type { SettingsFile } from './schema.ts';

/** Characters of a role's trust policy by default; AWS raises it on request. Source: IAM and STS quotas. */
const trustQuota = 2_048;

/** Characters of a trust policy with both statements, without the lists in it. */
const frame = 620;

/** Returns the characters of a caller's trust policy, or a few more. IAM doesn't count white space. */
export const trustLength = (
  { awsPrincipals, externalId = '', googleServiceAccounts, googleAudience = '' }: SettingsFile['callers'][string],
  allowedSourceIps: readonly string[],
): number => {
  const lists = [awsPrincipals, googleServiceAccounts, allowedSourceIps, allowedSourceIps];
  const listed = lists.reduce((sum, list) => sum + JSON.stringify(list).length, 0);
  return frame + listed + externalId.length + googleAudience.length;
};

/** Warns if AWS would refuse the role of a caller, half-way through a deployment. */
const trustPolicies: Check = ({ file, trusted }) =>
  Object.entries(file.callers).flatMap(([name, caller]) => {
    const path = ['callers', name];
    const length = trustLength(caller, file.allowedSourceIps);
    return length <= trustQuota || !trusted(path)
      ? []
      : [
          {
            path,
            at: 'key',
            severity: 'warning',
            ...describe('settings/trust-too-long', { name, length, quota: trustQuota }),
          },
        ];
  });

export const quotaChecks: readonly Check[] = [trustPolicies];

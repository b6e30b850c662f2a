import type { AwsAnswers } from './ask-aws.ts';
import type { AzureAnswers } from './ask-azure.ts';
import { type Finding, ok } from './finding.ts';

/** A finding for each value that AWS and Azure know, named by its setting. */
export const knownValues = (
  { account, region, keysRole, tokenIssuer }: AwsAnswers,
  { tenantId }: AzureAnswers,
): readonly Finding[] =>
  Object.entries({
    'tenant.id': tenantId,
    'aws.account': account,
    'aws.region': region,
    'aws.keysRole': keysRole,
    'aws.tokenIssuer': tokenIssuer,
  }).flatMap(([check, value]) => (value === undefined ? [] : [ok(check, value)]));

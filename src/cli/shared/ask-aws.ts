import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { environmentRegion, hasPath, identityIn } from '../../config/index.ts';
import { iamClient, stsClient } from './aws-clients.ts';
import { awsErrorName, awsFailure } from './aws-failure.ts';
import { CliError, cliError } from './exit.ts';
import { enableFederation, federationOff, readFederation } from './federation.ts';
import { type Finding, failed, notChecked, wrong } from './finding.ts';
import { readAnswer, runProgram } from './run-program.ts';

/** Values that AWS knows. Each missing one has a finding. */
export type AwsAnswers = {
  readonly account?: string;
  readonly region?: string;
  readonly keysRole?: string;
  readonly tokenIssuer?: string;
  readonly findings: readonly Finding[];
};

/** IAM is the same in all regions of a partition. */
const anyRegion = 'us-east-1';

const noRegion = wrong(
  'aws.region',
  'no region is set',
  'set aws.region in the file; aws configure list shows your default',
);

const noRole = wrong(
  'aws.keysRole',
  "the ARN of your role isn't known",
  'aws iam get-role --role-name NAME --query Role.Arn prints it (root and federated users have none)',
  'an administrator of the AWS account',
);

const pathUnknown = notChecked(
  'aws.keysRole',
  'correct it if the role has a path, which IAM names only with iam:GetRole: arn:…:role/PATH/NAME',
);

/** The region of the shell, in the order of the AWS CLI. */
const regionOfShell = async (): Promise<string | undefined> => {
  const set = environmentRegion();
  if (set !== undefined) return set;
  const answer = await runProgram('aws', ['configure', 'get', 'region']);
  return answer.kind === 'answered' && answer.output !== '' ? answer.output : undefined;
};

const identity = z.object({ Account: z.string(), Arn: z.string() });

/** Asks the AWS CLI who is signed in, or AWS itself if the CLI doesn't know. */
const callerIdentity = async (region: string): Promise<z.infer<typeof identity> | CliError> => {
  const found = readAnswer(await runProgram('aws', ['sts', 'get-caller-identity', '--output', 'json']), identity);
  if (found !== undefined) return found;
  try {
    return identity.parse(await stsClient(region).send(new GetCallerIdentityCommand({})));
  } catch (error) {
    return awsFailure(error, `STS in ${region}`) ?? cliError('Aws.Refused', { reason: awsErrorName(error) });
  }
};

/** The ARN of a role with its path, from IAM. Undefined if IAM doesn't tell. */
const arnInIam = async (name: string, region: string): Promise<string | undefined> => {
  const { Role } = await iamClient(region)
    .send(new GetRoleCommand({ RoleName: name }))
    .catch(() => ({ Role: undefined }));
  return Role?.Arn;
};

type Part = { readonly value?: string; readonly findings: readonly Finding[] };

const keysRoleOf = async (callerArn: string, region: string): Promise<Part> => {
  const caller = identityIn(callerArn);
  if (caller.kind === 'other') return { findings: [noRole] };
  if (caller.kind === 'user') return { value: caller.arn, findings: [] };
  const value = await arnInIam(caller.name, region);
  if (value !== undefined) return { value, findings: [] };
  return hasPath(caller.name) ? { findings: [noRole] } : { value: caller.arn, findings: [pathUnknown] };
};

/** @param allowed whether federation may be turned on; asked only if it is off */
const issuerOf = async (region: string, allowed: () => Promise<boolean>): Promise<Part> => {
  const check = 'aws.tokenIssuer';
  const iam = iamClient(region);
  try {
    const federation = await readFederation(iam);
    if (federation.enabled) return { value: federation.issuer, findings: [] };
    if (await allowed()) return { value: await enableFederation(iam), findings: [] };
    return { findings: [federationOff(check)] };
  } catch (error) {
    const failure = awsFailure(error, 'IAM') ?? cliError('Aws.Refused', { reason: awsErrorName(error) });
    return { findings: [failed(check, failure)] };
  }
};

/** Asks AWS for the account, the region, the role and the issuer. */
export const askAws = async (
  named: string | undefined,
  allowed: (account: string) => Promise<boolean>,
): Promise<AwsAnswers> => {
  const region = named ?? (await regionOfShell());
  const asked = region ?? anyRegion;
  const ofRegion = region === undefined ? [noRegion] : [];
  const found = await callerIdentity(asked);
  if (found instanceof CliError)
    return { ...(region !== undefined && { region }), findings: [...ofRegion, failed('aws.account', found)] };
  const { Account: account, Arn } = found;
  const [keysRole, issuer] = await Promise.all([keysRoleOf(Arn, asked), issuerOf(asked, () => allowed(account))]);
  return {
    account,
    ...(region !== undefined && { region }),
    ...(keysRole.value !== undefined && { keysRole: keysRole.value }),
    ...(issuer.value !== undefined && { tokenIssuer: issuer.value }),
    findings: [...ofRegion, ...keysRole.findings, ...issuer.findings],
  };
};

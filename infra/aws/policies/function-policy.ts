import {
  clouds,
  functionName,
  keyringParameterName,
  logGroupName,
  type Settings,
  tokenServiceName,
} from '../../../src/config/index.ts';
import { connectorReads } from './access-policies.ts';
import { keyringContextConditions } from './key-policies.ts';
import { type Policy, policy, type Statement } from './policy.ts';

/** ARNs of the key that protects the keyring, and of the one that it moves away from until a day. */
export type KeyringKeys = {
  readonly present: string;
  readonly former?: { readonly arn: string; readonly until: string } | undefined;
};

/** Maximum lifetime of an identity token, in seconds. */
export const identityTokenSeconds = 300;

export const lambdaTrust = (): Policy =>
  policy({
    Sid: 'LambdaRunsTheFunction',
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  });

const conditionKeys = ['sts:IdentityTokenAudience', 'sts:SigningAlgorithm', 'sts:DurationSeconds'];

/** STS defines no resource for identity tokens, so the conditions restrict the allowed token; all must be present. */
const ownIdentityToken = ({ tenant }: Settings): Statement => ({
  Sid: 'OwnIdentityTokenForEntra',
  Effect: 'Allow',
  Action: 'sts:GetWebIdentityToken',
  Resource: '*',
  Condition: {
    'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': [clouds[tenant.cloud].tokenExchangeAudience] },
    StringEquals: { 'sts:SigningAlgorithm': 'RS256' },
    NumericLessThanEquals: { 'sts:DurationSeconds': String(identityTokenSeconds) },
    Null: Object.fromEntries(conditionKeys.map((key) => [key, 'false'])),
  },
});

const networkActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** Lambda attaches the function to the VPC with the function's role, and needs these actions on all resources. */
const networkInterfaces = (functionArn: string): readonly Statement[] => [
  { Sid: 'LambdaAttachesToTheVpc', Effect: 'Allow', Action: networkActions, Resource: '*' },
  {
    Sid: 'CodeOfTheFunctionDoesNot',
    Effect: 'Deny',
    Action: networkActions,
    Resource: '*',
    Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
  },
];

const arn = ({ aws }: Settings, service: string, resource: string): string =>
  `arn:${aws.partition}:${service}:${aws.region}:${aws.account}:${resource}`;

/** What every function may do: write its own log, and be attached to the VPC of the settings. */
const asFunction = (settings: Settings, name: string): readonly Statement[] => [
  {
    Sid: 'OwnLog',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: arn(settings, 'logs', `log-group:${logGroupName(settings.environment, name)}:*`),
  },
  ...(settings.aws.vpc === undefined
    ? []
    : networkInterfaces(arn(settings, 'lambda', `function:${functionName(settings.environment, name)}`))),
];

/** The permissions of the token service. It never signs in to Microsoft and has no keyring. */
export const tokenServicePolicy = (settings: Settings, uses: readonly Statement[]): Policy =>
  policy(...asFunction(settings, tokenServiceName), ...uses);

/**
 * The permissions of a function that signs in to the console's application: the console and the access check. They have no
 * keyring and no key that signs.
 */
export const signingInPolicy = (settings: Settings, name: string, uses: readonly Statement[]): Policy =>
  policy(...asFunction(settings, name), ownIdentityToken(settings), ...uses);

/**
 * The permissions of a connector's function: write its log, request its own identity token, read and open the environment's keyring,
 * and with registered tools read what is known about them.
 */
export const functionPolicy = (
  settings: Settings,
  connector: string,
  { present, former }: KeyringKeys,
  tableArn?: string,
): Policy => {
  const { environment } = settings;
  const at = (service: string, resource: string) => arn(settings, service, resource);
  return policy(
    ...asFunction(settings, connector),
    ownIdentityToken(settings),
    {
      Sid: 'KeyringOfTheEnvironment',
      Effect: 'Allow',
      Action: 'ssm:GetParameter',
      Resource: at('ssm', `parameter${keyringParameterName(environment)}`),
    },
    {
      Sid: 'OpenTheKeyring',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: former === undefined ? present : [present, former.arn],
      Condition: keyringContextConditions(environment),
    },
    ...(tableArn === undefined ? [] : [connectorReads(tableArn, connector)]),
  );
};

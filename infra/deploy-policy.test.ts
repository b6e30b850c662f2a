import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { type DeployPolicy, deployPolicy, longestManagedPolicy, managedParts } from '../src/cli/aws/deploy-policy.ts';
import type { Settings } from '../src/config/index.ts';
import { signingKeyPolicy } from './aws/policies/access-key-policies.ts';
import { keyringKeyPolicy } from './aws/policies/key-policies.ts';
import { stackNames } from './deployment.ts';
import { stacksOf, synthesize } from './main.ts';
import { caller, deployed, fromStack, settingsWith } from './testing/fixture.ts';
import { type Request, requestsOf, stateKeyId, stateRequests, type Terraform } from './testing/provider-requests.ts';

const synthesized = (settings: Settings): Terraform => {
  const outdir = mkdtempSync(join(tmpdir(), 'graphveil-deploy-policy-'));
  const stack = stacksOf({ settings }).at(-1) ?? stackNames.together;
  synthesize({ settings, connectors: deployed(settings), fromStack, version: '0.0.0' }, outdir, [stack]);
  return JSON.parse(readFileSync(join(outdir, `stacks/${stack}.prod/cdk.tf.json`), 'utf8')) as Terraform;
};

/**
 * The simulator has no HTTP APIs; REST APIs take their part, whose paths AWS lays out alike. A tag takes the part of the
 * name of an API.
 */
const readable = <Value>(value: Value): Value =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll('::/apis', '::/restapis')
      .replaceAll(/(?<=restapis[^"]*\/)(?:integrations|routes|stages)/g, 'resources')
      .replaceAll('apigateway:Request/ApiName', 'aws:RequestTag/ApiName')
      .replaceAll('apigateway:Resource/ApiName', 'aws:ResourceTag/ApiName'),
  ) as Value;

/** KMS asks the policy of a key too. Those of the keyring's key and of a signing key name what the account may allow. */
const resourcePolicy = (settings: Settings, action: string, on: string) => {
  if (!/:(?:key|alias)\//.test(on)) return undefined;
  if (on.includes(stateKeyId)) return { Version: '2012-10-17', Statement: [everything(settings)] };
  return action === 'kms:GetPublicKey' ? signingKeyPolicy(settings, 'role') : keyringKeyPolicy(settings, []);
};

const everything = ({ aws: { partition, account } }: Settings) => ({
  Effect: 'Allow',
  Principal: { AWS: `arn:${partition}:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
});

const decide = async (
  policy: DeployPolicy,
  { action, on, context = {} }: Request,
  settings: Settings,
): Promise<string> => {
  const { account } = settings.aws;
  const ofResource = resourcePolicy(settings, action, on);
  const answer = await runSimulation(
    readable({
      request: {
        principal: `arn:aws:iam::${account}:role/terraform`,
        action,
        resource: { resource: on, accountId: account },
        contextVariables: { ...context } as Record<string, string | string[]>,
      },
      identityPolicies: [{ name: 'deploy', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(ofResource !== undefined && { resourcePolicy: ofResource }),
    }),
    {},
  );
  if (answer.resultType === 'error') throw new Error(`${action} ${on} ${JSON.stringify(answer.errors)}`);
  return answer.overallResult;
};

const refusedOf = async (policy: DeployPolicy, requests: readonly Request[], settings: Settings) => {
  const distinct = [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
  const decided = await Promise.all(
    distinct.map(async (request) => ({ ...request, result: await decide(policy, request, settings) })),
  );
  return decided
    .filter(({ result }) => result !== 'Allowed')
    .map(({ action, on, result }) => `${action} ${on} ${result}`);
};

const actionsIn = (policy: DeployPolicy): readonly string[] =>
  [...new Set(policy.Statement.flatMap(({ Action }) => Action))].sort();

const two = 'sources: { people: {}, diaries: { enabled: false } }';
const s3 = `state: { s3: { bucket: our-state, kmsKey: "arn:aws:kms:eu-central-1:111122223333:key/${stateKeyId}" } }`;
const vpc = 'vpc: { subnets: [subnet-0a1b2c3d], securityGroups: [sg-0a1b2c3d] }';
const boundary = 'permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary"';
const ownKeys =
  'kmsKeys: { keyring: "arn:aws:kms:eu-central-1:111122223333:key/0123-abcd", logs: "arn:aws:kms:eu-central-1:111122223333:key/4567-abcd" }';

const plain = settingsWith(`${two}\n${caller}`);
const variants: readonly (readonly [name: string, settings: Settings])[] = [
  ['the settings of a first deployment', plain],
  ['a VPC, a permissions boundary and state in S3', settingsWith(`${two}\n${caller}\n${s3}`, `${vpc}\n  ${boundary}`)],
  ['an HTTP API and keys of your own', settingsWith(`${two}\n${caller}\nexposure: http-api\n${s3}`, ownKeys)],
  ['registered tools', settingsWith(`${two}\n${caller}\nclients: {}\n${s3}`, boundary)],
  ['registered tools and the console', settingsWith(`${two}\n${caller}\nclients: {}\nconsole: true\n${s3}`, boundary)],
  ['separate stacks, own values of tags', settingsWith(`${two}\nstacks: apart\n${s3}`, 'tags: { Product: ours }')],
];

describe('the policy of the role that deploys', () => {
  it.each(variants)('allows what the plan’s resources need, and nothing more: %s', async (_, settings) => {
    const terraform = synthesized(settings);
    const policy = deployPolicy(settings, 'deployer');
    const requests = [...requestsOf(settings, terraform), ...stateRequests(settings, terraform)];

    expect(await refusedOf(policy, requests, settings)).toEqual([]);
    expect(actionsIn(policy)).toEqual([...new Set(requests.map(({ action }) => action))].sort());
    // Quotas without white space: of a managed policy, and of a role's inline policies, as which the command tells to attach it.
    expect(JSON.stringify(policy).length).toBeLessThan(settings.clients === undefined ? longestManagedPolicy : 10_240);
    const parts = managedParts(policy);
    expect(parts.flatMap(({ Statement }) => Statement)).toEqual(policy.Statement);
    expect(parts.length).toBeLessThanOrEqual(2);
    for (const part of parts) expect(JSON.stringify(part).length).toBeLessThanOrEqual(longestManagedPolicy);
  });

  const account = '111122223333';
  const iam = (name: string) => `arn:aws:iam::${account}:${name}`;
  const arn = (service: string, name: string) => `arn:aws:${service}:eu-central-1:${account}:${name}`;
  const own = { role: iam('role/graphveil-prod-people'), function: arn('lambda', 'function:graphveil-prod-people') };
  const tags = { 'aws:RequestTag/Product': 'graphveil', 'aws:RequestTag/Environment': 'prod' };
  const [first, , api] = variants.map(([, settings]) => deployPolicy(settings, 'deployer'));
  const withConsole = deployPolicy(settingsWith(`${two}\nclients: {}\nconsole: true`), 'deployer');
  const bounded = deployPolicy(settingsWith(two, boundary), 'deployer');

  it.each<[string, DeployPolicy | undefined, Request]>([
    ['a role of another environment', first, { action: 'iam:CreateRole', on: iam('role/graphveil-test-people') }],
    ['a role of somebody else', first, { action: 'iam:PutRolePolicy', on: iam('role/admin') }],
    ['a managed policy on a role', first, { action: 'iam:AttachRolePolicy', on: own.role }],
    ['another managed policy', first, { action: 'iam:CreatePolicyVersion', on: iam('policy/admin') }],
    [
      'a role for another service',
      first,
      { action: 'iam:PassRole', on: own.role, context: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    ],
    ['a role without the boundary', bounded, { action: 'iam:CreateRole', on: own.role }],
    [
      'more rights without the boundary',
      bounded,
      { action: 'iam:PutRolePolicy', on: own.role, context: { 'iam:PermissionsBoundary': iam('policy/other') } },
    ],
    ['taking the boundary off', bounded, { action: 'iam:DeleteRolePermissionsBoundary', on: own.role }],
    [
      'a function of somebody else',
      first,
      { action: 'lambda:UpdateFunctionCode', on: arn('lambda', 'function:payroll') },
    ],
    ['calling a function', first, { action: 'lambda:InvokeFunction', on: own.function }],
    [
      'a public function URL',
      first,
      { action: 'lambda:CreateFunctionUrlConfig', on: own.function, context: { 'lambda:FunctionUrlAuthType': 'NONE' } },
    ],
    [
      'a function that everybody may call',
      api,
      { action: 'lambda:AddPermission', on: own.function, context: { 'lambda:Principal': '*' } },
    ],
    [
      'a function that another service may call',
      withConsole,
      { action: 'lambda:AddPermission', on: own.function, context: { 'lambda:Principal': 's3.amazonaws.com' } },
    ],
    ['another schedule', withConsole, { action: 'events:PutRule', on: arn('events', 'rule/payroll') }],
    [
      'an API of another name',
      api,
      {
        action: 'apigateway:POST',
        on: 'arn:aws:apigateway:eu-central-1::/apis',
        context: { 'apigateway:Request/ApiName': 'payroll' },
      },
    ],
    [
      'the API of somebody else',
      api,
      {
        action: 'apigateway:DELETE',
        on: 'arn:aws:apigateway:eu-central-1::/apis/a1',
        context: { 'apigateway:Resource/ApiName': 'payroll' },
      },
    ],
    [
      'reading call records',
      first,
      { action: 'logs:GetLogEvents', on: arn('logs', 'log-group:/aws/lambda/graphveil-prod-people:*') },
    ],
    [
      'the log of somebody else',
      first,
      { action: 'logs:DeleteLogGroup', on: arn('logs', 'log-group:/aws/lambda/payroll:*') },
    ],
    [
      'the alarm of somebody else',
      first,
      { action: 'cloudwatch:DeleteAlarms', on: arn('cloudwatch', 'alarm:payroll') },
    ],
    [
      'another dashboard',
      first,
      { action: 'cloudwatch:PutDashboard', on: `arn:aws:cloudwatch::${account}:dashboard/payroll` },
    ],
    ['a key without the tags', first, { action: 'kms:CreateKey', on: '*' }],
    ['deleting the key of somebody else', first, { action: 'kms:ScheduleKeyDeletion', on: arn('kms', 'key/4567') }],
    [
      'the key of another environment',
      first,
      {
        action: 'kms:PutKeyPolicy',
        on: arn('kms', 'key/4567'),
        context: { 'aws:ResourceTag/Product': 'graphveil', 'aws:ResourceTag/Environment': 'test' },
      },
    ],
    [
      'tagging the key of somebody else as its own',
      first,
      {
        action: 'kms:TagResource',
        on: arn('kms', 'key/4567'),
        context: { ...tags, 'kms:ResourceAliases': ['alias/payroll'] },
      },
    ],
    ['the alias of somebody else', first, { action: 'kms:UpdateAlias', on: arn('kms', 'alias/payroll') }],
    [
      'opening the keyring',
      first,
      { action: 'kms:Decrypt', on: arn('kms', 'key/0123'), context: { 'aws:ResourceTag/Product': 'graphveil' } },
    ],
    ['giving the key away', first, { action: 'kms:CreateGrant', on: arn('kms', 'key/0123') }],
    ['reading the keyring', first, { action: 'ssm:GetParameter', on: arn('ssm', 'parameter/graphveil/prod/keyring') }],
    [
      'deleting the keyring',
      first,
      { action: 'ssm:DeleteParameter', on: arn('ssm', 'parameter/graphveil/prod/keyring') },
    ],
    ['identity tokens', first, { action: 'sts:GetWebIdentityToken', on: '*' }],
    ['the role of a caller', first, { action: 'sts:AssumeRole', on: iam('role/graphveil-prod-caller-bi') }],
    ['federation of the account', first, { action: 'iam:EnableOutboundWebIdentityFederation', on: '*' }],
    [
      'other objects of the bucket',
      api,
      { action: 's3:GetObject', on: 'arn:aws:s3:::our-state/graphveil/test/graphveil.tfstate' },
    ],
    [
      'deleting the state',
      api,
      { action: 's3:DeleteObject', on: 'arn:aws:s3:::our-state/graphveil/prod/graphveil.tfstate' },
    ],
  ])('refuses %s', async (_, policy, request) => {
    if (policy === undefined) throw new Error('no policy');
    expect(await decide(policy, request, plain)).not.toBe('Allowed');
  });

  it('leaves the state to who takes the role, and gives the team of Entra its own', async () => {
    const deployRole = 'deployRole: "arn:aws:iam::111122223333:role/terraform"';
    const settings = settingsWith(`${two}\n${s3}\nstacks: apart`, deployRole);
    const terraform = synthesized(settings);
    const shell = deployPolicy(settings, 'shell');
    const entra = deployPolicy(settings, 'entra');
    const state = stateRequests(settings, terraform);
    const take = { action: 'sts:AssumeRole', on: iam('role/terraform') };
    const ofEntra = state.map(({ on, ...rest }) => ({ ...rest, on: on.replace('graphveil-aws', 'graphveil-entra') }));

    expect(actionsIn(deployPolicy(settings, 'deployer')).filter((action) => action.startsWith('s3:'))).toEqual([]);
    expect(await refusedOf(shell, [...state, take], settings)).toEqual([]);
    expect(await refusedOf(entra, ofEntra, settings)).toEqual([]);
    expect(
      await decide(
        entra,
        { action: 's3:GetObject', on: 'arn:aws:s3:::our-state/graphveil/prod/graphveil-aws.tfstate' },
        settings,
      ),
    ).not.toBe('Allowed');
  });
});

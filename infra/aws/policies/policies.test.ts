import { runSimulation } from '@cloud-copilot/iam-simulate';
import { trustLength } from '../../../src/config/settings/check-quotas.ts';
import { settingsWith } from '../../testing/fixture.ts';
import { callerPolicy, callerTrust } from './caller-policy.ts';
import { functionPolicy } from './function-policy.ts';
import { keyringKeyPolicy, logsKeyPolicy } from './key-policies.ts';
import { keysPolicy } from './keys-policy.ts';
import { type Policy, policy } from './policy.ts';

const account = '111122223333';
const keyArn = `arn:aws:kms:eu-central-1:${account}:key/11111111-1111-1111-1111-111111111111`;
const functionRole = `arn:aws:iam::${account}:role/graphveil-prod-people`;
const functionArn = `arn:aws:lambda:eu-central-1:${account}:function:graphveil-prod-people`;
const operators = `arn:aws:iam::${account}:role/operators`;
const parameter = `arn:aws:ssm:eu-central-1:${account}:parameter/graphveil/prod/keyring`;
const log = `arn:aws:logs:eu-central-1:${account}:log-group:/aws/lambda/graphveil-prod-people`;

const settings = settingsWith(`sources: { people: {}, diaries: {} }
allowedSourceIps: [203.0.113.0/24]
callers:
  bi: { awsPrincipals: ["arn:aws:iam::444455556666:root"], externalId: agreed-id, sources: [people] }
  sheets: { googleServiceAccounts: ["1234567890123"], googleAudience: graphveil }`);
const [bi, sheets] = settings.callers;
if (bi === undefined || sheets === undefined) throw new Error('the fixture lost its callers');

type UpstreamTarget = {
  readonly as?: string;
  readonly action: string;
  readonly on?: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
};

/** The simulator knows no condition key with a second colon; one of its keys with a slash takes the part. */
const readable = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value).replaceAll('kms:EncryptionContext:', 'aws:PrincipalTag/')) as Value;

const decide = async (
  identity: Policy | undefined,
  asked: UpstreamTarget,
  resourcePolicy?: Policy,
): Promise<string> => {
  const answer = await runSimulation(
    readable({
      request: {
        principal: asked.as ?? functionRole,
        action: asked.action,
        resource: { resource: asked.on ?? '*', accountId: account },
        contextVariables: { ...asked.context },
      },
      identityPolicies: identity === undefined ? [] : [{ name: 'own', policy: identity }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy !== undefined && { resourcePolicy }),
    }),
    {},
  );
  if (answer.resultType === 'error') throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult;
};

const allowed = 'Allowed';
const context = { 'kms:EncryptionContext:product': 'graphveil', 'kms:EncryptionContext:environment': 'prod' };
const bound = { ...context, 'kms:EncryptionContextKeys': ['product', 'environment'] };
const token = {
  'sts:IdentityTokenAudience': ['api://AzureADTokenExchange'],
  'sts:SigningAlgorithm': 'RS256',
  'sts:DurationSeconds': '300',
};

describe('the role of a function', () => {
  const own = functionPolicy(settings, 'people', { present: keyArn });
  const ask = (asked: UpstreamTarget) => decide(own, asked);
  const keyed = (asked: UpstreamTarget) => decide(own, asked, keyringKeyPolicy(settings, [functionRole]));

  it.each<[string, UpstreamTarget]>([
    ['writes to its own log', { action: 'logs:PutLogEvents', on: `${log}:log-stream:2026/03/02/[$LATEST]abc` }],
    ['begins a stream of its own log', { action: 'logs:CreateLogStream', on: `${log}:*` }],
    ['asks for its own identity token', { action: 'sts:GetWebIdentityToken', context: token }],
    ['reads the keyring of the environment', { action: 'ssm:GetParameter', on: parameter }],
  ])('%s', async (_, asked) => {
    expect(await ask(asked)).toBe(allowed);
  });

  it('opens the keyring', async () => {
    expect(await keyed({ action: 'kms:Decrypt', on: keyArn, context: bound })).toBe(allowed);
  });

  it.each<[string, UpstreamTarget]>([
    [
      'another parameter',
      { action: 'ssm:GetParameter', on: `arn:aws:ssm:eu-central-1:${account}:parameter/graphveil/test/keyring` },
    ],
    ['a parameter below the keyring', { action: 'ssm:GetParameter', on: `${parameter}/more` }],
    ['every parameter of the path', { action: 'ssm:GetParametersByPath', on: parameter }],
    ['changing the keyring', { action: 'ssm:PutParameter', on: parameter }],
    ['removing the keyring', { action: 'ssm:DeleteParameter', on: parameter }],
    [
      'the log of another function',
      { action: 'logs:PutLogEvents', on: `${log.replace('people', 'diaries')}:log-stream:x` },
    ],
    ['the log of a function whose name begins alike', { action: 'logs:PutLogEvents', on: `${log}-hr:log-stream:x` }],
    ['making a log group', { action: 'logs:CreateLogGroup', on: log }],
    [
      'a token for another audience',
      { action: 'sts:GetWebIdentityToken', context: { ...token, 'sts:IdentityTokenAudience': ['api://other'] } },
    ],
    [
      'a token for two audiences',
      {
        action: 'sts:GetWebIdentityToken',
        context: { ...token, 'sts:IdentityTokenAudience': ['api://AzureADTokenExchange', 'api://other'] },
      },
    ],
    [
      'a token without an audience',
      { action: 'sts:GetWebIdentityToken', context: { 'sts:SigningAlgorithm': 'RS256', 'sts:DurationSeconds': '300' } },
    ],
    [
      'a token of another algorithm',
      { action: 'sts:GetWebIdentityToken', context: { ...token, 'sts:SigningAlgorithm': 'ES384' } },
    ],
    ['a token for longer', { action: 'sts:GetWebIdentityToken', context: { ...token, 'sts:DurationSeconds': '3600' } }],
    ['claims of its own choice in a token', { action: 'sts:TagGetWebIdentityToken', context: token }],
    ['taking another role', { action: 'sts:AssumeRole', on: operators }],
    ['calling another function', { action: 'lambda:InvokeFunction', on: functionArn.replace('people', 'diaries') }],
    ['writing to a bucket', { action: 's3:PutObject', on: 'arn:aws:s3:::bucket/key' }],
  ])('refuses %s', async (_, asked) => {
    expect(await ask(asked)).not.toBe(allowed);
  });

  it.each<[string, UpstreamTarget]>([
    [
      'decrypting for another environment',
      { action: 'kms:Decrypt', context: { ...bound, 'kms:EncryptionContext:environment': 'test' } },
    ],
    ['decrypting without a context', { action: 'kms:Decrypt', context: {} }],
    [
      'decrypting with more in the context',
      { action: 'kms:Decrypt', context: { ...bound, 'kms:EncryptionContextKeys': ['product', 'environment', 'more'] } },
    ],
    ['encrypting', { action: 'kms:Encrypt', context: bound }],
    ['letting others decrypt', { action: 'kms:CreateGrant', context: bound }],
  ])('refuses %s', async (_, asked) => {
    expect(await keyed({ ...asked, on: keyArn })).not.toBe(allowed);
  });

  it('refuses the code of a function in a VPC what Lambda itself may do with the role', async () => {
    const inVpc = functionPolicy(
      { ...settings, aws: { ...settings.aws, vpc: { subnets: ['subnet-0a1b2c3d'], securityGroups: ['sg-0a1b2c3d'] } } },
      'people',
      { present: keyArn },
    );
    const attach: UpstreamTarget = { action: 'ec2:DescribeNetworkInterfaces' };
    const fromCode = { ...attach, context: { 'lambda:SourceFunctionArn': functionArn } };

    expect(await decide(inVpc, attach)).toBe(allowed);
    expect(await decide(inVpc, fromCode)).toBe('ExplicitlyDenied');
  });

  it('uses no wildcard in actions, and resources wherever AWS supports them', () => {
    for (const { Action, Resource } of own.Statement) {
      expect([Action].flat().join()).not.toContain('*');
      if (Resource === '*') expect(Action).toBe('sts:GetWebIdentityToken');
    }
  });
});

describe('the key of the keyring', () => {
  const key = keyringKeyPolicy(settings, [functionRole]);
  const administrator = policy({ Sid: 'All', Effect: 'Allow', Action: 'kms:*', Resource: '*' });
  const asRoot = (action: string, as = `arn:aws:iam::${account}:role/admin`) =>
    decide(administrator, { as, action, on: keyArn, context: bound }, key);

  it.each(['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:DescribeKey', 'kms:TagResource'])(
    'lets the account administer it: %s',
    async (action) => {
      expect(await asRoot(action)).toBe(allowed);
    },
  );

  it.each([
    'kms:Decrypt',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyPair',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:Encrypt',
    'kms:CreateGrant',
  ])('refuses %s even to an administrator', async (action) => {
    expect(await asRoot(action)).not.toBe(allowed);
  });

  it('lets the role that runs keys make and encrypt, with the policy that is made for it', async () => {
    const own = keysPolicy(settings, { present: keyArn });
    const ask = (action: string, context: UpstreamTarget['context'] = bound) =>
      decide(own, { as: operators, action, on: keyArn, context }, key);

    expect(await ask('kms:GenerateDataKeyWithoutPlaintext')).toBe(allowed);
    expect(await ask('kms:Encrypt')).toBe(allowed);
    expect(await ask('kms:Decrypt')).not.toBe(allowed);
    expect(await ask('kms:GenerateDataKey')).not.toBe(allowed);
    expect(await ask('kms:GenerateDataKeyWithoutPlaintext', {})).not.toBe(allowed);
    expect(await decide(own, { as: operators, action: 'ssm:PutParameter', on: parameter })).toBe(allowed);
  });

  it('lets only CloudWatch use the key of the logs', async () => {
    expect(
      await decide(
        administrator,
        { as: operators, action: 'kms:Decrypt', on: keyArn, context: {} },
        logsKeyPolicy(settings),
      ),
    ).not.toBe(allowed);
  });
});

describe('moving the keyring to another key', () => {
  const formerArn = keyArn.replace('key/1', 'key/9');
  const former = { arn: formerArn, until: '2027-03-31' };
  const own = keysPolicy(settings, { present: keyArn, former });
  const keys = {
    [formerArn]: keyringKeyPolicy(settings, [functionRole], { side: 'former', until: former.until }),
    [keyArn]: keyringKeyPolicy(settings, [functionRole], { side: 'present', until: former.until }),
  };
  const inTime = { ...bound, 'aws:CurrentTime': '2027-03-31T23:59:59Z', 'kms:ReEncryptOnSameKey': 'false' };
  const ask = (action: string, on: string, context: UpstreamTarget['context'] = inTime) =>
    decide(own, { as: operators, action, on, context }, keys[on]);

  it('lets the role that runs keys have KMS encrypt secrets under the new key, until the last day', async () => {
    expect(await ask('kms:ReEncryptFrom', formerArn)).toBe(allowed);
    expect(await ask('kms:ReEncryptTo', keyArn)).toBe(allowed);
    const late = { ...inTime, 'aws:CurrentTime': '2027-04-01T00:00:00Z' };
    expect(await ask('kms:ReEncryptFrom', formerArn, late)).not.toBe(allowed);
    expect(
      await ask('kms:ReEncryptFrom', formerArn, { ...inTime, ...context, 'kms:EncryptionContext:environment': 'test' }),
    ).not.toBe(allowed);
  });

  it('lets no secret leave the new key, and shows none', async () => {
    expect(await ask('kms:ReEncryptFrom', keyArn)).not.toBe(allowed);
    expect(await ask('kms:ReEncryptFrom', keyArn, { ...inTime, 'kms:ReEncryptOnSameKey': 'true' })).toBe(allowed);
    for (const on of [keyArn, formerArn]) expect(await ask('kms:Decrypt', on)).not.toBe(allowed);
    expect(await ask('kms:GenerateDataKeyWithoutPlaintext', formerArn)).not.toBe(allowed);
  });

  it('lets functions open the keyring with both keys meanwhile', async () => {
    const function_ = functionPolicy(settings, 'people', { present: keyArn, former });
    for (const on of [keyArn, formerArn])
      expect(await decide(function_, { action: 'kms:Decrypt', on, context: bound }, keys[on])).toBe(allowed);
  });

  it('lets nobody move secrets otherwise', async () => {
    const plain = keyringKeyPolicy(settings, [functionRole]);
    const role = keysPolicy(settings, { present: keyArn });

    expect(
      await decide(role, { as: operators, action: 'kms:ReEncryptFrom', on: keyArn, context: inTime }, plain),
    ).not.toBe(allowed);
  });
});

describe('the role of a caller', () => {
  const url = callerPolicy(settings, { kind: 'function-url', functionArns: [functionArn] });
  const inside = { 'aws:SourceIp': '203.0.113.7' };
  const viaUrl = { 'lambda:FunctionUrlAuthType': 'AWS_IAM', 'lambda:InvokedViaFunctionUrl': 'true', ...inside };
  const call = (action: string, context: UpstreamTarget['context'], on = functionArn) =>
    decide(url, { as: `arn:aws:iam::${account}:role/graphveil-prod-caller-bi`, action, on, context: { ...context } });

  it('calls its connectors through their URLs', async () => {
    expect(await call('lambda:InvokeFunctionUrl', { 'lambda:FunctionUrlAuthType': 'AWS_IAM', ...inside })).toBe(
      allowed,
    );
    expect(await call('lambda:InvokeFunction', { 'lambda:InvokedViaFunctionUrl': 'true', ...inside })).toBe(allowed);
  });

  it('refuses a direct invoke, other connectors and other addresses', async () => {
    expect(await call('lambda:InvokeFunction', inside)).not.toBe(allowed);
    expect(await call('lambda:InvokeFunction', { 'lambda:InvokedViaFunctionUrl': 'false', ...inside })).not.toBe(
      allowed,
    );
    expect(await call('lambda:InvokeFunctionUrl', { ...viaUrl }, functionArn.replace('people', 'diaries'))).not.toBe(
      allowed,
    );
    expect(
      await call('lambda:InvokeFunctionUrl', {
        'lambda:FunctionUrlAuthType': 'AWS_IAM',
        'aws:SourceIp': '198.51.100.1',
      }),
    ).not.toBe(allowed);
  });

  it('calls only routes of the HTTP API', async () => {
    const api = `arn:aws:execute-api:eu-central-1:${account}:abc123/$default`;
    const own = callerPolicy(settings, { kind: 'http-api', routeArns: [`${api}/GET/*`] });
    const ask = (on: string) => decide(own, { action: 'execute-api:Invoke', on, context: inside });

    expect(await ask(`${api}/GET/v1.0/users`)).toBe(allowed);
    expect(await ask(`${api}/POST/v1.0/users`)).not.toBe(allowed);
  });

  it('is taken with the external id, from allowed addresses, only by the principals', async () => {
    const role = `arn:aws:iam::${account}:role/graphveil-prod-caller-bi`;
    const elsewhere = policy({ Sid: 'All', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
    const take = (as: string, context: UpstreamTarget['context']) =>
      decide(elsewhere, { as, action: 'sts:AssumeRole', on: role, context: { ...context } }, callerTrust(settings, bi));
    const partner = 'arn:aws:iam::444455556666:role/analytics';

    expect(await take(partner, { 'sts:ExternalId': 'agreed-id', ...inside })).toBe(allowed);
    expect(await take(partner, { 'sts:ExternalId': 'guessed', ...inside })).not.toBe(allowed);
    expect(await take(partner, inside)).not.toBe(allowed);
    expect(await take(partner, { 'sts:ExternalId': 'agreed-id', 'aws:SourceIp': '198.51.100.1' })).not.toBe(allowed);
    expect(await take('arn:aws:iam::777788889999:role/other', { 'sts:ExternalId': 'agreed-id', ...inside })).not.toBe(
      allowed,
    );
  });

  it('has a trust policy whose length the settings know in advance', () => {
    for (const caller of settings.callers) {
      const { externalId, googleAudience, ...rest } = caller;
      const texts = { ...(externalId && { externalId }), ...(googleAudience && { googleAudience }) };
      const entry = { ...rest, ...texts, awsPrincipals: [...caller.awsPrincipals] } as unknown as Parameters<
        typeof trustLength
      >[0];
      const real = JSON.stringify(callerTrust(settings, caller)).length;

      expect(trustLength(entry, settings.allowedSourceIps)).toBeGreaterThanOrEqual(real);
      expect(trustLength(entry, settings.allowedSourceIps)).toBeLessThan(real + 500);
    }
  });

  it('names the Google service account by its subject and audience', () => {
    expect(callerTrust(settings, sheets).Statement).toEqual([
      {
        Sid: 'GoogleServiceAccounts',
        Effect: 'Allow',
        Principal: { Federated: 'accounts.google.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { 'accounts.google.com:sub': ['1234567890123'], 'accounts.google.com:oaud': 'graphveil' },
          IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] },
        },
      },
    ]);
  });
});

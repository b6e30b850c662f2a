import { runSimulation } from '@cloud-copilot/iam-simulate';
import { settingsWith } from '../../testing/fixture.ts';
import { macKeyPolicy, signingKeyPolicy, tableKeyPolicy } from './access-key-policies.ts';
import { operatorUses, tokenServiceUses } from './access-policies.ts';
import { functionPolicy, tokenServicePolicy } from './function-policy.ts';
import { keysPolicy } from './keys-policy.ts';
import type { Policy } from './policy.ts';

const account = '111122223333';
const arn = (service: string, name: string) => `arn:aws:${service}:eu-central-1:${account}:${name}`;
const key = (digit: string) => arn('kms', `key/${digit.repeat(8)}-1111-1111-1111-111111111111`);
const [keyring, mac, signing, tableKey] = ['1', '2', '3', '4'].map(key) as [string, string, string, string];
const table = arn('dynamodb', 'table/graphveil-prod-access');
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const tokenRole = role('graphveil-prod-tokens');

const settings = settingsWith('sources: { people: {} }\nclients: {}');

/** Everybody who uses the store, with the permissions of the role. */
const roles: Readonly<Record<string, { readonly principal: string; readonly policy: Policy }>> = {
  connector: {
    principal: role('graphveil-prod-people'),
    policy: functionPolicy(settings, 'people', { present: keyring }, table),
  },
  'connector without tools': {
    principal: role('graphveil-prod-people'),
    policy: functionPolicy(settings, 'people', { present: keyring }),
  },
  'token service': {
    principal: tokenRole,
    policy: tokenServicePolicy(settings, tokenServiceUses(table, mac, [signing])),
  },
  operator: {
    principal: role('operators'),
    policy: keysPolicy(settings, { present: keyring }, operatorUses(table, mac)),
  },
};

const keyPolicies: Readonly<Record<string, Policy>> = {
  [mac]: macKeyPolicy(settings, tokenRole),
  [signing]: signingKeyPolicy(settings, tokenRole),
  [tableKey]: tableKeyPolicy(settings),
};

/** Whether a role may do something: on a partition of the table, or on a key. */
const may = async (
  who: string,
  action: string,
  on: string,
  context: Readonly<Record<string, string | string[]>> = {},
) => {
  const resourcePolicy = keyPolicies[on];
  const answer = await runSimulation(
    {
      request: {
        principal: roles[who]?.principal ?? '',
        action,
        resource: { resource: on, accountId: account },
        contextVariables: { ...context },
      },
      identityPolicies: [{ name: 'own', policy: roles[who]?.policy ?? {} }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy !== undefined && { resourcePolicy }),
    },
    {},
  );
  if (answer.resultType === 'error') throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult === 'Allowed';
};

/** Rights on each partition: r reads (GetItem and Query), w writes, d deletes. */
const onPartitions: readonly (readonly [
  partition: string,
  connector: string,
  tokenService: string,
  operator: string,
])[] = [
  ['CLIENT#6f3a', 'r', 'r', 'rwd'],
  ['CLIENT#name#acme', 'r', 'r', 'rwd'],
  ['GRANT#6f3a', 'r', 'r', 'rwd'],
  ['USED#6f3a', 'r', 'rw', 'rwd'],
  ['REFRESH#9c1b', '', 'r', 'rwd'],
  // Partitions of other parts of the product, and one that nothing has.
  ['LEDGER#000001', '', '', 'rw'],
  ['LEDGER#HEAD', '', '', 'rw'],
  ['PERSON#11111111', '', '', 'rw'],
  ['CLIENTS', '', '', 'rw'],
];

describe('the table', () => {
  it.each(onPartitions)(
    '%s: a connector may %j, the token service %j, an operator %j',
    async (partition, ...rights) => {
      const leading = { 'dynamodb:LeadingKeys': [partition] };
      const found: string[] = [];
      for (const who of ['connector', 'token service', 'operator']) {
        const get = await may(who, 'dynamodb:GetItem', table, leading);
        expect(await may(who, 'dynamodb:Query', table, leading)).toBe(get);
        const write = await may(who, 'dynamodb:PutItem', table, leading);
        const remove = await may(who, 'dynamodb:DeleteItem', table, leading);
        found.push(`${get ? 'r' : ''}${write ? 'w' : ''}${remove ? 'd' : ''}`);
        expect(await may('connector without tools', 'dynamodb:GetItem', table, leading)).toBe(false);
      }
      expect(found).toEqual(rights);
    },
  );

  it.each([
    ['a client beside a permitted partition', { 'dynamodb:LeadingKeys': ['USED#6f3a', 'CLIENT#6f3a'] }],
    ['no partition at all', {}],
  ])('can’t be written to by the token service with %s', async (_, context) => {
    expect(await may('token service', 'dynamodb:PutItem', table, context)).toBe(false);
  });

  it.each([
    'Scan',
    'BatchGetItem',
    'BatchWriteItem',
    'UpdateItem',
    'PartiQLSelect',
    'DeleteTable',
    'ExportTableToPointInTime',
  ])('can’t be reached by %s', async (operation) => {
    const leading = { 'dynamodb:LeadingKeys': ['CLIENT#6f3a'] };
    for (const who of Object.keys(roles)) expect(await may(who, `dynamodb:${operation}`, table, leading)).toBe(false);
  });

  it('has indexes for operators only, and is another environment’s for nobody', async () => {
    const asked = await Promise.all(
      ['connector', 'token service', 'operator'].map((who) => may(who, 'dynamodb:Query', `${table}/index/kind`)),
    );
    expect(asked).toEqual([false, false, true]);
    const other = table.replace('prod', 'test');
    for (const who of Object.keys(roles))
      expect(await may(who, 'dynamodb:GetItem', other, { 'dynamodb:LeadingKeys': ['CLIENT#6f3a'] })).toBe(false);
  });

  it('is encrypted with a key that works through DynamoDB in this account only', async () => {
    const via = { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com', 'kms:CallerAccount': account };
    expect(await may('connector', 'kms:Decrypt', tableKey, via)).toBe(true);
    expect(await may('connector', 'kms:Decrypt', tableKey, { 'kms:CallerAccount': account })).toBe(false);
    expect(await may('connector', 'kms:Decrypt', tableKey, { ...via, 'kms:CallerAccount': '999999999999' })).toBe(
      false,
    );
  });
});

describe('the keys of the token service', () => {
  it.each([
    ['kms:GenerateMac', mac, ['token service', 'operator']],
    ['kms:VerifyMac', mac, []],
    ['kms:Sign', signing, ['token service']],
    ['kms:GetPublicKey', signing, ['token service']],
    ['kms:Verify', signing, []],
    ['kms:Sign', mac, []],
    ['kms:GenerateMac', signing, []],
    ['kms:Decrypt', keyring, []],
  ])('%s on %s: %j', async (action, on, allowed) => {
    const found: string[] = [];
    for (const who of Object.keys(roles)) if (await may(who, action, on)) found.push(who);
    expect(found).toEqual(allowed);
  });

  it('never lead to Microsoft or to the keyring', async () => {
    const token = {
      'sts:IdentityTokenAudience': ['api://AzureADTokenExchange'],
      'sts:SigningAlgorithm': 'RS256',
      'sts:DurationSeconds': '300',
    };
    const parameter = arn('ssm', 'parameter/graphveil/prod/keyring');
    expect(await may('connector', 'sts:GetWebIdentityToken', '*', token)).toBe(true);
    expect(await may('token service', 'sts:GetWebIdentityToken', '*', token)).toBe(false);
    expect(await may('token service', 'ssm:GetParameter', parameter)).toBe(false);
  });

  it('write the token service’s own log only', async () => {
    const log = (name: string) => arn('logs', `log-group:/aws/lambda/graphveil-prod-${name}:log-stream:x`);
    expect(await may('token service', 'logs:PutLogEvents', log('tokens'))).toBe(true);
    expect(await may('token service', 'logs:PutLogEvents', log('people'))).toBe(false);
  });
});

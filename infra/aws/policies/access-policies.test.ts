import { runSimulation } from '@cloud-copilot/iam-simulate';
import { settingsWith } from '../../testing/fixture.ts';
import { macKeyPolicy, signingKeyPolicy, tableKeyPolicy } from './access-key-policies.ts';
import { accessCheckUses, consoleUses, operatorUses, tokenServiceUses } from './access-policies.ts';
import { functionPolicy, signingInPolicy, tokenServicePolicy } from './function-policy.ts';
import { keysPolicy } from './keys-policy.ts';
import type { Policy } from './policy.ts';

const account = '111122223333';
const arn = (service: string, name: string) => `arn:aws:${service}:eu-central-1:${account}:${name}`;
const key = (digit: string) => arn('kms', `key/${digit.repeat(8)}-1111-1111-1111-111111111111`);
const [keyring, mac, signing, tableKey] = ['1', '2', '3', '4'].map(key) as [string, string, string, string];
const table = arn('dynamodb', 'table/graphveil-prod-access');
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const tokenRole = role('graphveil-prod-tokens');
const consoleRole = role('graphveil-prod-console');

const settings = settingsWith('sources: { people: {} }\nclients: {}\nconsole: true');

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
  console: {
    principal: consoleRole,
    policy: signingInPolicy(settings, 'console', consoleUses(table, mac)),
  },
  'access check': {
    principal: role('graphveil-prod-access-check'),
    policy: signingInPolicy(settings, 'access-check', accessCheckUses(table, mac)),
  },
  operator: {
    principal: role('operators'),
    policy: keysPolicy(settings, { present: keyring }, operatorUses(table, mac)),
  },
};

const keyPolicies: Readonly<Record<string, Policy>> = {
  [mac]: macKeyPolicy(settings, [tokenRole, consoleRole, role('graphveil-prod-access-check')]),
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
  console: string,
  accessCheck: string,
  operator: string,
])[] = [
  ['CLIENT#6f3a', 'r', 'r', 'rwd', 'r', 'rwd'],
  ['CLIENT#name#acme', 'r', 'r', 'rwd', 'r', 'rwd'],
  ['GRANT#6f3a', 'r', 'r', 'rwd', 'rw', 'rwd'],
  ['CONNECTOR#people', 'r', 'r', 'rwd', 'r', 'rwd'],
  // A connector reads its own record only.
  ['CONNECTOR#people-2', '', 'r', 'rwd', 'r', 'rwd'],
  ['CHECK#people', '', '', 'rwd', 'rw', 'rwd'],
  ['GROUP#6f3a', '', '', 'rwd', 'rw', 'rwd'],
  ['PROPOSAL#6f3a', '', '', 'rwd', '', 'rwd'],
  ['REVIEW#all', '', '', 'rwd', 'r', 'rwd'],
  ['USED#6f3a', 'r', 'rw', 'rd', 'r', 'rwd'],
  ['REFRESH#9c1b', '', 'rw', 'rwd', '', 'rwd'],
  ['CLAIM#6f3a', '', 'rw', 'rwd', '', 'rwd'],
  ['REQUEST#6f3a', '', '', 'rwd', '', 'rwd'],
  ['SESSION#9c1b', '', '', 'rwd', '', 'rwd'],
  ['LEDGER#000001', '', '', 'rw', 'rw', 'rw'],
  ['LEDGER#HEAD', '', '', 'rw', 'rw', 'rw'],
  // A partition of another part of the product, and one that nothing has.
  ['PERSON#11111111', '', '', '', '', 'rw'],
  ['CLIENTS', '', '', '', '', 'rw'],
];

describe('the table', () => {
  it.each(onPartitions)(
    '%s: a connector may %j, the token service %j, the console %j, the access check %j, an operator %j',
    async (partition, ...rights) => {
      const leading = { 'dynamodb:LeadingKeys': [partition] };
      const found: string[] = [];
      for (const who of ['connector', 'token service', 'console', 'access check', 'operator']) {
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
    ['token service', 'a client beside a permitted partition', ['USED#6f3a', 'CLIENT#6f3a']],
    ['token service', 'no partition at all', undefined],
    ['console', 'a use beside a permitted partition', ['CLIENT#6f3a', 'USED#6f3a']],
    ['console', 'no partition at all', undefined],
    ['access check', 'a connector beside a permitted partition', ['GRANT#6f3a', 'CONNECTOR#people']],
  ])('can’t be written to by the %s with %s', async (who, _, keys) => {
    expect(await may(who, 'dynamodb:PutItem', table, keys && { 'dynamodb:LeadingKeys': keys })).toBe(false);
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

  it('has indexes for who decides, and is another environment’s for nobody', async () => {
    const asked = await Promise.all(
      ['connector', 'token service', 'console', 'access check', 'operator'].map((who) =>
        may(who, 'dynamodb:Query', `${table}/index/kind`),
      ),
    );
    expect(asked).toEqual([false, false, true, true, true]);
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
    ['kms:GenerateMac', mac, ['token service', 'console', 'access check', 'operator']],
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

  it('never lead to the keyring, and to Microsoft only for who signs people in', async () => {
    const token = {
      'sts:IdentityTokenAudience': ['api://AzureADTokenExchange'],
      'sts:SigningAlgorithm': 'RS256',
      'sts:DurationSeconds': '300',
    };
    const parameter = arn('ssm', 'parameter/graphveil/prod/keyring');
    expect(await may('connector', 'sts:GetWebIdentityToken', '*', token)).toBe(true);
    expect(await may('token service', 'sts:GetWebIdentityToken', '*', token)).toBe(false);
    expect(await may('console', 'sts:GetWebIdentityToken', '*', token)).toBe(true);
    expect(await may('console', 'sts:GetWebIdentityToken', '*', { ...token, 'sts:DurationSeconds': '900' })).toBe(
      false,
    );
    for (const who of ['token service', 'console', 'access check'])
      expect(await may(who, 'ssm:GetParameter', parameter)).toBe(false);
  });

  it('write a function’s own log only', async () => {
    const log = (name: string) => arn('logs', `log-group:/aws/lambda/graphveil-prod-${name}:log-stream:x`);
    expect(await may('token service', 'logs:PutLogEvents', log('tokens'))).toBe(true);
    expect(await may('token service', 'logs:PutLogEvents', log('people'))).toBe(false);
    expect(await may('console', 'logs:PutLogEvents', log('console'))).toBe(true);
    expect(await may('console', 'logs:PutLogEvents', log('tokens'))).toBe(false);
  });
});

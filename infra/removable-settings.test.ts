import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { providerFree } from '../scripts/terraform/testing/provider-free.ts';
import { describeWithTerraform, realTerraform } from '../scripts/terraform/testing/terraform-on-path.ts';
import { loadSettings, settingsJsonSchema } from '../src/config/index.ts';
import type { Deployment, StackName } from './deployment.ts';
import { buildApp, synthesize } from './main.ts';
import { DeploymentStack } from './stacks/deployment-stack.ts';
import { deployed, fromStack, known } from './testing/fixture.ts';

type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };
type Path = readonly string[];

const id = (digit: string) => `${digit.repeat(8)}-2222-3333-4444-555555555555`;
const key = (digit: string) => `arn:aws:kms:eu-central-1:111122223333:key/${id(digit)}`;
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

const connector: Value = {
  source: 'people',
  enabled: false,
  variants: ['plain-ids'],
  extras: [],
  reasons: { 'plain-ids': { reason: 'agreed with the council', date: '2026-03-02' } },
  memory: 1024,
  timeout: 20,
  reservedConcurrency: 5,
  mailboxAccess: 'entra',
  publicUrl: 'https://graph.example',
  alarms: { enabled: true, p99Seconds: 10, errors: 3, throttles: 9 },
};

/** Settings with every key that can be taken out. Keys that exclude each other are in the second and third ones. */
const everything: Readonly<Record<string, Value>> = {
  environment: 'prod',
  tenant: { id: id('1'), cloud: 'global', minimumTls: '1.3' },
  aws: {
    account: '111122223333',
    region: 'eu-central-1',
    tokenIssuer: 'https://abc.tokens.sts.global.api.aws',
    keysRole: 'arn:aws:iam::111122223333:role/operators',
    deployRole: 'arn:aws:iam::111122223333:role/terraform',
    permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
    kmsKeys: { logs: key('1') },
    vpc: {
      subnets: ['subnet-0a1b2c3d'],
      securityGroups: ['sg-0a1b2c3d'],
      proxy: { url: 'http://proxy.example:3128', noProxy: ['.amazonaws.com'] },
      certificates: 'authorities.pem',
    },
    logRetentionDays: 30,
    tags: { team: 'analytics' },
  },
  sources: { staff: connector, diaries: { permissions: 'narrow' }, meetings: { extras: ['members'] } },
  callers: {
    bi: {
      awsPrincipals: ['arn:aws:iam::444455556666:root'],
      externalId: 'agreed-id',
      googleServiceAccounts: ['1234567890123'],
      googleAudience: 'graphveil',
      sources: ['staff'],
      groups: [id('7')],
      counterparts: 'pseudonym',
    },
  },
  clients: {
    accessTokenMinutes: 60,
    grantDays: 30,
    unusedDays: 30,
    signingKeys: [2, 1],
    publicUrl: 'https://access.example',
  },
  baseUrl: { order: ['staff', 'diaries', 'meetings'] },
  allowedSourceIps: ['203.0.113.0/24'],
  owners: [id('2')],
  deployerOwns: false,
  applications: { staff: { objectId: id('3'), servicePrincipalObjectId: id('4') } },
  mailboxAccess: 'entra',
  entraOutputs: 'ids.json',
  exposure: 'http-api',
  alarms: {
    enabled: true,
    p99Seconds: 9,
    errors: 2,
    throttles: 8,
    notify: ['arn:aws:sns:eu-central-1:111122223333:alarms'],
  },
  protectKeyring: true,
  state: { local: { folder: 'state' } },
  documents: { deliver: 'files', folder: 'documents' },
  request: {
    requestedBy: 'Dora',
    onBehalfOf: 'the works council',
    contact: 'dora@contoso.example',
    ticket: 'CHG-7',
    date: '2026-03-02',
  },
};

const { applications: _, ...others } = everything;
const aws = everything['aws'] as Readonly<Record<string, Value>>;

const written: readonly Readonly<Record<string, Value>>[] = [
  everything,
  {
    ...others,
    aws: { ...aws, kmsKeys: { keyring: key('5'), logs: key('1'), rewrap: { from: 'deployment', until: tomorrow } } },
    sharedApplication: { objectId: id('3'), servicePrincipalObjectId: id('4') },
    stacks: 'apart',
    protectKeyring: { offUntil: tomorrow },
    state: { s3: { bucket: 'our-state', region: 'eu-central-1', prefix: 'ours', kmsKey: key('6') } },
  },
  {
    ...everything,
    aws: { ...aws, kmsKeys: { rewrap: { from: key('5'), until: tomorrow } } },
    console: {
      publicUrl: 'https://console.example',
      contact: 'privacy@contoso.example',
      administrators: [id('5')],
      privacyOfficers: [id('6')],
      developers: [id('7')],
    },
  },
];

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly type?: string;
  readonly minimum?: number;
};

const isMapping = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Adds each word, number and switch of the schema that a mapping lacks, so that a new setting is tried too. */
const completed = (value: Value, schema: Schema | undefined): Value => {
  if (!isMapping(value) || schema === undefined) return value;
  const own = schema.properties ?? {};
  const rest = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const given = Object.entries(value).map(([name, item]) => [name, completed(item, own[name] ?? rest)] as const);
  const sampled = Object.entries(own).flatMap(([name, { enum: words, type, minimum }]) => {
    const sample = words?.[0] ?? (type === 'boolean' ? true : type === 'integer' ? (minimum ?? 1) : undefined);
    return sample === undefined || name in value ? [] : [[name, sample] as const];
  });
  return Object.fromEntries([...given, ...sampled]);
};

const pathsOf = (value: Value, before: Path = []): readonly Path[] =>
  isMapping(value)
    ? Object.entries(value).flatMap(([name, item]) => [[...before, name], ...pathsOf(item, [...before, name])])
    : [];

const without = (value: Value, [first = '', ...rest]: Path): Value => {
  if (!isMapping(value)) return value;
  const { [first]: item, ...remaining } = value;
  return rest.length === 0 || item === undefined ? remaining : { ...value, [first]: without(item, rest) };
};

const variants = written.map((settings) => completed(settings, settingsJsonSchema() as Schema));

const settingsOf = (value: Value) => loadSettings(JSON.stringify(value), 'graphveil.yaml', known);

const outdir = mkdtempSync(join(tmpdir(), 'graphveil-removable-'));
afterAll(() => rmSync(outdir, { recursive: true }));

type Stacks = ReadonlyMap<string, DeploymentStack>;

const deploymentOf = (value: Value, earlier?: Stacks): Deployment | undefined => {
  const { settings } = settingsOf(value);
  if (settings === undefined) return undefined;
  const connectors = deployed(settings);
  const ids = { clientId: 'c', objectId: 'o', servicePrincipalObjectId: 's' };
  const applications = new Map(connectors.map(({ name }) => [name, ids]));
  const kept = [...(earlier ?? [])].map(([name, stack]) => [name as StackName, stack.kept] as const);
  return { settings, connectors, fromStack, version: '0.0.0', applications, earlier: new Map(kept) };
};

/** The stacks of settings; none if the loader refuses them. */
const stacksFor = (value: Value, earlier?: Stacks): Stacks => {
  const deployment = deploymentOf(value, earlier);
  if (deployment === undefined) return new Map();
  const { node } = buildApp(deployment, outdir);
  const stacks = node.children.filter((child) => child instanceof DeploymentStack);
  return new Map(stacks.map((stack) => [stack.node.id.replace(/\.prod$/, ''), stack]));
};

/** Keys open call records or the keyring, groups and tables hold records, and given applications belong to somebody else. */
const mustStay =
  /^aws_(?:dynamodb_table|s3_bucket)\.|^aws_kms_(?:key|alias)\.|^aws_cloudwatch_log_group\.|^aws_ssm_|^azuread_application\.given_/;

const destroyed = (before: DeploymentStack, after: DeploymentStack): readonly string[] => {
  const stays = new Set([...after.addresses(), ...after.forgotten]);
  return before.addresses().filter((address) => mustStay.test(address) && !stays.has(address));
};

/** Names of log groups by address. Another name replaces the group. Source: schema of aws_cloudwatch_log_group. */
const groupNames = (stack: DeploymentStack): ReadonlyMap<string, string | undefined> =>
  new Map(
    stack.node
      .findAll()
      .filter((part) => part instanceof CloudwatchLogGroup)
      .map((group) => [group.friendlyUniqueId, group.nameInput]),
  );

const renamed = (before: DeploymentStack, after: DeploymentStack): readonly string[] => {
  const later = groupNames(after);
  return [...groupNames(before)]
    .filter(([address, name]) => later.has(address) && later.get(address) !== name)
    .map(([address]) => address);
};

/** Each path once, in the first variant that has it and can lose it. */
const removable = (() => {
  const seen = new Set<string>();
  return variants.flatMap((settings, variant) =>
    pathsOf(settings).flatMap((path) => {
      const name = path.join('.');
      const after = without(settings, path);
      if (seen.has(name) || settingsOf(after).settings === undefined) return [];
      seen.add(name);
      return [{ variant, name, after }];
    }),
  );
})();

const schemaPaths = (schema: Schema, before = ''): readonly string[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([name, item]) => [
    `${before}${name}`,
    ...schemaPaths(item, `${before}${name}.`),
  ]),
  ...(typeof schema.additionalProperties === 'object' ? schemaPaths(schema.additionalProperties, `${before}*.`) : []),
  ...(schema.anyOf ?? []).flatMap((each) => schemaPaths(each, before)),
];

describe('settings that lose a key', () => {
  it.each([...variants.entries()])('are known before: variant %i', (_, settings) => {
    expect(settingsOf(settings).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('are tried with every key of the schema', () => {
    const named = new Set(
      variants.flatMap((settings) =>
        pathsOf(settings).map((path) =>
          path
            .map((name, index) =>
              ['sources', 'callers', 'applications', 'tags', 'reasons'].includes(path[index - 1] ?? '') &&
              !(path[index - 1] === 'sources' && path[index - 3] === 'callers')
                ? '*'
                : name,
            )
            .join('.'),
        ),
      ),
    );
    const needsRuleFile = [
      'sources.*.rules',
      'sources.*.acceptUnproven',
      'sources.*.acceptUnproven.reason',
      'sources.*.acceptUnproven.until',
    ];
    const missing = [...new Set(schemaPaths(settingsJsonSchema() as Schema))].filter((path) => !named.has(path));

    expect(missing.filter((path) => !needsRuleFile.includes(path))).toEqual([]);
    expect(removable.length).toBeGreaterThan(60);
  });

  const before = variants.map((settings) => stacksFor(settings));

  it.each(removable)(
    'destroy nothing that holds data or belongs to somebody else: without $name',
    ({ variant, after }) => {
      const earlier = before[variant] ?? new Map();
      const next = stacksFor(after, earlier);
      expect(next.size).toBeGreaterThan(0);
      for (const [name, stack] of next) {
        const former = earlier.get(name);
        if (former === undefined) continue;
        expect({ destroyed: destroyed(former, stack), renamed: renamed(former, stack) }).toEqual({
          destroyed: [],
          renamed: [],
        });
      }
    },
  );
});

describeWithTerraform('settings that lose everything, planned by Terraform itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-lost-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const terraform = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(realTerraform ?? '', [`-chdir=${folder}`, ...args], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    });
    if (status !== 0) throw new Error(`terraform ${args.join(' ')}: ${stderr}`);
    return stdout;
  };

  const write = (value: Value, earlier?: Stacks): void => {
    const deployment = deploymentOf(value, earlier);
    if (deployment === undefined) throw new Error('the settings have mistakes');
    synthesize(deployment, outdir);
    const stack = JSON.parse(readFileSync(join(outdir, 'stacks/graphveil.prod/cdk.tf.json'), 'utf8'));
    const { terraform_data: _documents, ...resource } = stack.resource;
    writeFileSync(join(folder, 'stack.tf.json'), JSON.stringify(providerFree({ ...stack, terraform: {}, resource })));
  };

  it('forget what must stay, and destroy the rest', () => {
    write(everything);
    terraform('init');
    terraform('apply', '-auto-approve');
    const required = ['environment', 'tenant', 'aws'];
    const least = Object.fromEntries(required.map((name) => [name, everything[name] ?? null]));
    write(
      { ...least, aws: { ...aws, kmsKeys: { keyring: key('5') } }, sources: { diaries: {} } },
      stacksFor(everything),
    );
    terraform('plan', '-out=plan');
    const { resource_changes: changes } = JSON.parse(terraform('show', '-json', 'plan')) as {
      readonly resource_changes: readonly {
        readonly name: string;
        readonly change: { readonly actions: readonly string[] };
      }[];
    };
    const named = (action: string) =>
      changes.filter(({ change }) => change.actions.includes(action)).map(({ name }) => name.replace('--', '.'));

    expect(named('forget').sort()).toEqual([
      'aws_cloudwatch_log_group.meetings',
      'aws_cloudwatch_log_group.staff',
      'aws_cloudwatch_log_group.tokens',
      'aws_dynamodb_table.access',
      'aws_kms_alias.access',
      'aws_kms_alias.access-mac',
      'aws_kms_alias.access-signing-1',
      'aws_kms_alias.access-signing-2',
      'aws_kms_alias.keyring',
      'aws_kms_key.access',
      'aws_kms_key.access-mac',
      'aws_kms_key.access-signing-1',
      'aws_kms_key.access-signing-2',
      'aws_kms_key.keyring',
      'azuread_application.given_staff_33333333',
    ]);
    expect(named('delete').length).toBeGreaterThan(10);
    expect(named('delete').filter((address) => mustStay.test(address))).toEqual([]);
  });
});

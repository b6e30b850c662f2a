import { describe } from '../../problems/diagnostics/index.ts';
import { longestGrants, sharePrincipal, writeGrants } from '../deployed/caller-grants.ts';
import { callerRoleName, deviceName, longestName, partitionOf } from '../deployed/names.ts';
import type { Check, CheckInput, Finding } from './checks.ts';
import { connectorName } from './resolve.ts';

const arnParts = (arn: string) => {
  const [, partition = '', , region = '', account = ''] = arn.split(':');
  return { partition, region, account };
};

/** ARNs that must belong to the account and, if relevant, to the region. */
const ownArns = ({ file }: CheckInput) => {
  const { keysRole, deployRole, permissionsBoundary, kmsKeys } = file.aws;
  return [
    { path: ['aws', 'keysRole'], arn: keysRole },
    { path: ['aws', 'deployRole'], arn: deployRole },
    { path: ['aws', 'permissionsBoundary'], arn: permissionsBoundary },
    { path: ['aws', 'kmsKeys', 'keyring'], arn: kmsKeys.keyring },
    { path: ['aws', 'kmsKeys', 'logs'], arn: kmsKeys.logs },
    {
      path: ['aws', 'kmsKeys', 'rewrap', 'from'],
      arn: kmsKeys.rewrap?.from === 'deployment' ? undefined : kmsKeys.rewrap?.from,
    },
    ...file.alarms.notify.map((arn, index) => ({ path: ['alarms', 'notify', index], arn })),
  ];
};

const elsewhere: Check = (input) => {
  const { account, region } = input.file.aws;
  return ownArns(input).flatMap(({ path, arn }): readonly Finding[] => {
    if (arn === undefined || !input.trusted(path)) return [];
    const parts = arnParts(arn);
    if (input.trusted(['aws', 'account']) && parts.account !== account && parts.account !== 'aws')
      return [
        {
          path,
          ...describe('settings/account-mismatch', { setting: path.join('.') }),
        },
      ];
    if (!input.trusted(['aws', 'region'])) return [];
    if (parts.partition !== partitionOf(region) || (parts.region !== '' && parts.region !== region))
      return [
        {
          path,
          ...describe('settings/region-mismatch', { setting: path.join('.') }),
        },
      ];
    return [];
  });
};

type CallerEntry = CheckInput['file']['callers'][string];

/** Warns if the principals of a limited caller can also act as a caller that sees everybody. */
const sameAsUnlimited = ({ file }: CheckInput, name: string, entry: CallerEntry): readonly Finding[] =>
  Object.entries(file.callers)
    .filter(([, other]) => other.groups === undefined && sharePrincipal(entry, other))
    .map(([other]) => ({
      path: ['callers', name, 'groups'],
      severity: 'warning',
      ...describe('settings/limit-by-other-caller', { name, other }),
    }));

const groupSizes: Check = ({ file }) =>
  file.leastGroupSize < 5
    ? [
        {
          path: ['leastGroupSize'],
          severity: 'warning',
          ...describe('settings/small-groups', { least: file.leastGroupSize }),
        },
      ]
    : [];

/** Longest text of two public keys and the base URL, which share the variables of a function with the grants. */
const publicKeysText = 1_100;

const groupCount: Check = ({ file }) => {
  const callers = Object.entries(file.callers).map(([name, { groups = [], ...rest }]) => ({
    name,
    groups,
    awsPrincipals: rest.awsPrincipals,
    googleServiceAccounts: rest.googleServiceAccounts,
    counterparts: rest.counterparts !== undefined,
  }));
  const { account, region } = file.aws;
  const text = writeGrants({ aws: { account, partition: partitionOf(region) }, callers, leastGroupSize: 5 }) ?? '';
  const ofTools = file.clients === undefined ? 0 : publicKeysText + JSON.stringify(file.allowedSourceIps).length;
  return text !== '' && text.length > longestGrants - ofTools
    ? [{ path: ['callers'], at: 'key', ...describe('settings/too-many-groups') }]
    : [];
};

const callerEntry = (input: CheckInput, name: string): readonly Finding[] => {
  const { file, trusted } = input;
  const entry = file.callers[name];
  const path = ['callers', name];
  if (entry === undefined || !trusted(path)) return [];
  const findings: Finding[] = deviceName.test(name)
    ? [{ path, at: 'key', ...describe('settings/reserved-name', { name }) }]
    : [];
  const role = callerRoleName(file.environment, name);
  const google = entry.googleServiceAccounts.length > 0;
  if (entry.awsPrincipals.length === 0 && !google)
    findings.push({
      path,
      at: 'key',
      ...describe('settings/caller-without-principal', { name }),
    });
  if (entry.awsPrincipals.length > 0 && entry.externalId === undefined)
    findings.push({
      path,
      at: 'key',
      ...describe('settings/caller-without-external-id', { name }),
    });
  if (entry.counterparts !== undefined && entry.groups === undefined)
    findings.push({ path: [...path, 'counterparts'], ...describe('settings/counterparts-without-groups') });
  if (entry.groups !== undefined) findings.push(...sameAsUnlimited(input, name, entry));
  if (entry.googleAudience !== undefined && !google)
    findings.push({
      path: [...path, 'googleAudience'],
      ...describe('settings/audience-without-accounts'),
    });
  if (trusted(['environment']) && role.length > longestName)
    findings.push({
      path,
      at: 'key',
      ...describe('settings/name-too-long', { name: role, limit: longestName, shorten: 'the caller’s name' }),
    });
  return findings;
};

const callerSources = ({ file, sources, trusted }: CheckInput, name: string): readonly Finding[] => {
  const known = new Set(Object.keys(file.sources).map((key) => connectorName(key, sources)));
  if (!trusted(['sources'])) return [];
  return (file.callers[name]?.sources ?? []).flatMap((key, index): readonly Finding[] =>
    known.has(connectorName(key, sources))
      ? []
      : [
          {
            path: ['callers', name, 'sources', index],
            ...describe('settings/unknown-connector', { name: key, known: [...known] }),
          },
        ],
  );
};

const callers: Check = (input) =>
  Object.keys(input.file.callers).flatMap((name) => [...callerEntry(input, name), ...callerSources(input, name)]);

const oneState: Check = ({ file }) =>
  file.state.s3 !== undefined && file.state.local !== undefined
    ? [
        {
          path: ['state'],
          at: 'key',
          ...describe('settings/two-states'),
        },
      ]
    : [];

/** Regions of AWS that have no function URLs. Source: AWS Lambda developer guide, "Creating and managing Lambda function URLs". */
const withoutFunctionUrls = new Set([
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
]);

const functionUrls: Check = ({ file, trusted }) =>
  file.exposure === 'function-url' && trusted(['exposure']) && withoutFunctionUrls.has(file.aws.region)
    ? [{ path: ['aws', 'region'], ...describe('settings/no-function-urls', { region: file.aws.region }) }]
    : [];

const keyringProtection: Check = ({ file, today }) => {
  const until = file.protectKeyring === true ? undefined : file.protectKeyring.offUntil;
  return until !== undefined && until < today
    ? [{ path: ['protectKeyring', 'offUntil'], ...describe('settings/protection-due', { until }) }]
    : [];
};

const keyringMove: Check = ({ file: { aws }, today, trusted }) => {
  const path = ['aws', 'kmsKeys', 'rewrap'];
  const { keyring, rewrap } = aws.kmsKeys;
  if (rewrap === undefined || !trusted(path)) return [];
  const { from, until } = rewrap;
  return [
    ...(from === (keyring ?? 'deployment')
      ? [{ path: [...path, 'from'], ...describe('settings/rewrap-same-key') }]
      : []),
    ...(until < today ? [{ path: [...path, 'until'], ...describe('settings/rewrap-due', { until }) }] : []),
  ];
};

const consoleNeeds: Check = ({ file, trusted }) => {
  if (file.console === undefined || !trusted(['console'])) return [];
  const path = ['console'];
  return [
    ...(file.clients === undefined && trusted(['clients'])
      ? [{ path, at: 'key' as const, ...describe('settings/console-without-clients') }]
      : []),
    ...(file.stacks === 'apart' && file.console.publicUrl === undefined
      ? [{ path, at: 'key' as const, ...describe('settings/console-without-url') }]
      : []),
  ];
};

export const awsChecks: readonly Check[] = [
  elsewhere,
  functionUrls,
  keyringProtection,
  keyringMove,
  callers,
  groupSizes,
  groupCount,
  oneState,
  consoleNeeds,
];

import { callerRoleName, longestName, partitionOf } from '../deployed/names.ts';
import type { Check, CheckInput, Finding } from './checks.ts';
import { connectorName } from './resolve.ts';

const arnParts = (arn: string) => {
  const [, partition = '', , region = '', account = ''] = arn.split(':');
  return { partition, region, account };
};

/** ARNs that must be of the account, with the region where it matters. */
const ownArns = ({ file }: CheckInput) => {
  const { keysRole, deployRole, permissionsBoundary, kmsKeys } = file.aws;
  return [
    { path: ['aws', 'keysRole'], arn: keysRole },
    { path: ['aws', 'deployRole'], arn: deployRole },
    { path: ['aws', 'permissionsBoundary'], arn: permissionsBoundary },
    { path: ['aws', 'kmsKeys', 'keyring'], arn: kmsKeys.keyring },
    { path: ['aws', 'kmsKeys', 'logs'], arn: kmsKeys.logs },
    ...file.alarms.notify.map((arn, index) => ({ path: ['alarms', 'notify', index], arn })),
  ];
};

const elsewhere: Check = (input) => {
  const { account, region } = input.file.aws;
  return ownArns(input).flatMap(({ path, arn }): readonly Finding[] => {
    if (arn === undefined || !input.trusted(path)) return [];
    const parts = arnParts(arn);
    const named = path.join('.');
    if (input.trusted(['aws', 'account']) && parts.account !== account && parts.account !== 'aws')
      return [
        {
          path,
          code: 'settings/account-mismatch',
          message: `${named} is of another account than aws.account`,
          hint: 'use an ARN of that account, or correct aws.account',
        },
      ];
    if (!input.trusted(['aws', 'region'])) return [];
    if (parts.partition !== partitionOf(region) || (parts.region !== '' && parts.region !== region))
      return [
        {
          path,
          code: 'settings/region-mismatch',
          message: `${named} is of another region or partition than aws.region`,
          hint: 'use an ARN of that region, or correct aws.region',
        },
      ];
    return [];
  });
};

const callerEntry = (input: CheckInput, name: string): readonly Finding[] => {
  const { file, trusted } = input;
  const entry = file.callers[name];
  const path = ['callers', name];
  if (entry === undefined || !trusted(path)) return [];
  const findings: Finding[] = [];
  const role = callerRoleName(file.environment, name);
  const google = entry.googleServiceAccounts.length > 0;
  if (entry.awsPrincipals.length === 0 && !google)
    findings.push({
      path,
      at: 'key',
      code: 'settings/caller-without-principal',
      message: `caller ${name} names nobody`,
      hint: 'list awsPrincipals (with an externalId) or googleServiceAccounts',
    });
  if (entry.awsPrincipals.length > 0 && entry.externalId === undefined)
    findings.push({
      path,
      at: 'key',
      code: 'settings/caller-without-external-id',
      message: `caller ${name} has AWS principals but no externalId`,
      hint: 'agree on an external id with the caller; uuidgen makes a good one',
    });
  if (entry.googleAudience !== undefined && !google)
    findings.push({
      path: [...path, 'googleAudience'],
      code: 'settings/audience-without-accounts',
      message: 'googleAudience is given without googleServiceAccounts',
      hint: 'list the service accounts, or remove the audience',
    });
  if (trusted(['environment']) && role.length > longestName)
    findings.push({
      path,
      at: 'key',
      code: 'settings/name-too-long',
      message: `the role ${role} would have a name of ${role.length} characters, AWS allows ${longestName}`,
      hint: `shorten environment or the caller’s name by ${role.length - longestName} characters`,
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
            code: 'settings/unknown-connector',
            message: `${key} is not one of the connectors`,
            hint: `connectors are ${[...known].join(', ')}`,
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
          code: 'settings/two-states',
          message: 'state.s3 and state.local exclude each other',
          hint: 'keep s3 where more than one person deploys',
        },
      ]
    : [];

export const awsChecks: readonly Check[] = [elsewhere, callers, oneState];

import { describe } from '../../problems/diagnostics/index.ts';
import type { YamlPath } from '../../yaml/index.ts';
import type { Check, CheckInput } from './checks.ts';

/** GUIDs of one digit. */
const inventedGuid = /(?:^|\W)(\d)\1{7}-(?:\1{4}-){3}\1{12}(?:$|\W)/;

/** Accounts of one digit, and the one that AWS counts up in its examples. */
const inventedAccount = /(?:^|[^\w-])(?:123456789012|(\d)\1{11})(?:$|[^\w-])/;

/** Where each value is found, and who has it if that isn't the reader. */
const howToFind: readonly (readonly [setting: RegExp, remedy: string])[] = [
  [/^tenant\.id$/, 'az account show --query tenantId prints it'],
  [/^aws\.account$/, 'aws sts get-caller-identity --query Account prints it'],
  [
    /^aws\.tokenIssuer$/,
    'npx --no-install graphveil aws enable-federation prints it, run by an administrator of the AWS account',
  ],
  [/^aws\.keysRole$/, 'name the role that runs graphveil keys; aws sts get-caller-identity shows yours'],
  [/^aws\./, 'an administrator of the AWS account has it'],
  [/awsPrincipals/, 'the team that calls has it: aws sts get-caller-identity shows theirs'],
  [/externalId$/, 'agree on one with the team that calls; uuidgen makes one'],
  [/^owners/, 'az ad user show --id NAME --query id prints it'],
  [/bjectId$/, 'the colleague who made the application has it'],
];

const values = ({ file }: CheckInput): readonly { readonly path: YamlPath; readonly value: string | undefined }[] => {
  const { tenant, aws, callers, applications, sharedApplication } = file;
  return [
    { path: ['tenant', 'id'], value: tenant.id },
    { path: ['aws', 'account'], value: aws.account },
    { path: ['aws', 'tokenIssuer'], value: aws.tokenIssuer },
    ...(['keysRole', 'deployRole', 'permissionsBoundary'] as const).map((key) => ({
      path: ['aws', key],
      value: aws[key],
    })),
    ...Object.entries(callers).flatMap(([name, { awsPrincipals, externalId }]) => [
      ...awsPrincipals.map((value, index) => ({ path: ['callers', name, 'awsPrincipals', index], value })),
      { path: ['callers', name, 'externalId'], value: externalId },
    ]),
    ...file.owners.map((value, index) => ({ path: ['owners', index], value })),
    ...Object.entries(applications).map(([name, { objectId }]) => ({
      path: ['applications', name, 'objectId'],
      value: objectId,
    })),
    { path: ['sharedApplication', 'objectId'], value: sharedApplication?.objectId },
  ];
};

const remedyFor = (setting: string): string =>
  howToFind.find(([settings]) => settings.test(setting))?.[1] ?? 'write your own value';

/** True for a value that the example has in place of a real one. */
export const isPlaceholder = (value: string | undefined): boolean =>
  value !== undefined && (inventedGuid.test(value) || inventedAccount.test(value) || value === 'choose-an-external-id');

/** Reports values that the example has in place of real ones. */
export const placeholders: Check = (input) =>
  values(input).flatMap(({ path, value }) =>
    !isPlaceholder(value) || !input.trusted(path)
      ? []
      : [
          {
            path,
            ...describe('settings/placeholder', {
              setting: path.join('.'),
              remedy: remedyFor(path.join('.')),
            }),
          },
        ],
  );

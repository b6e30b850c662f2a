import { entry } from './entry.ts';

type Name = { readonly name: string };

/** Settings of callers. */
export const callerSettingsEntries = {
  'settings/caller-without-principal': entry<Name>({
    message: ({ name }) => `caller ${name} has no principal`,
    hint: 'list awsPrincipals (with an externalId) or googleServiceAccounts',
    example: { name: 'bi' },
  }),
  'settings/caller-without-external-id': entry<Name>({
    message: ({ name }) => `caller ${name} has AWS principals but no externalId`,
    hint: 'agree on an external id with the caller; uuidgen makes a good one',
    example: { name: 'bi' },
  }),
  'settings/counterparts-without-groups': {
    message: 'counterparts requires groups',
    hint: 'list the groups that the caller is limited to, or remove counterparts; without groups it sees everybody',
  },
  'settings/small-groups': entry<{ readonly least: number }>({
    message: ({ least }) =>
      `groups of ${least} people are allowed, and results about so few can be traced to each of them`,
    hint: 'use at least 5, unless those people and their representatives agreed',
    example: { least: 3 },
  }),
  'settings/limit-by-other-caller': entry<Name & { readonly other: string }>({
    message: ({ name, other }) =>
      `caller ${name} is limited to groups, but the same principals may act as ${other}, which sees everybody`,
    hint: 'limit both, or use other principals',
    example: { name: 'pilot', other: 'analytics' },
  }),
  'settings/too-many-groups': {
    message: 'groups of callers take more room than a function has for settings',
    hint: 'use fewer groups; one group can contain others',
  },
  'settings/population-permission': entry<Name & { readonly connector: string; readonly extra: boolean }>({
    message: ({ name, connector }) =>
      `caller ${name} is limited to groups, whose members connector ${connector} has no permission to read`,
    hint: ({ connector, extra }) =>
      extra
        ? `add extras: [population] to ${connector}, or leave the connector out of the caller’s sources`
        : `leave ${connector} out of the caller’s sources`,
    example: { name: 'pilot', connector: 'mail', extra: true },
  }),
  'settings/limit-without-kinds': entry<Name & { readonly connector: string }>({
    message: ({ name, connector }) =>
      `caller ${name} is limited to groups, but rules of ${connector} in Psoxy's form don't show whom a call concerns`,
    hint: ({ connector }) =>
      `write the rules in our own form (docs/guides/move-from-psoxy-rules.md), or leave ${connector} out of the caller’s sources`,
    example: { name: 'pilot', connector: 'mail' },
  }),
  'settings/audience-without-accounts': {
    message: 'googleAudience requires googleServiceAccounts',
    hint: 'list the service accounts, or remove the audience',
  },
} as const;

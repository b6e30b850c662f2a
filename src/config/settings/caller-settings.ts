import * as z from 'zod';
import * as value from './setting-values.ts';

/** Who may call, what, and about whom. */
export const caller = z.strictObject({
  awsPrincipals: value.listOf(value.principalArn).default([]).describe('ARNs that may assume the caller role.'),
  externalId: value.externalId
    .optional()
    .describe('The external ID that they must present. Required with awsPrincipals.'),
  googleServiceAccounts: z
    .array(value.googleSubject)
    .default([])
    .describe('Unique ids of Google service accounts, the `sub` of their identity tokens.'),
  googleAudience: z.string().min(1).optional().describe('Audience that their identity tokens must name.'),
  sources: value.listOf(z.string()).min(1).optional().describe('Connectors that this caller may call. Default: all.'),
  groups: value
    .listOf(value.guidText)
    .min(1)
    .optional()
    .describe(
      'Object IDs of Entra groups. The caller sees only their people, those of nested groups included. Default: everybody.',
    ),
  counterparts: z
    .literal('pseudonym', 'expected pseudonym')
    .optional()
    .describe(
      'With groups: `pseudonym` also shows the pseudonyms of people outside whom a record of a member mentions, for network analysis. Default: they are dropped.',
    ),
});

import * as z from 'zod';
import * as value from './setting-values.ts';

/** The limits of tokens for registered tools. */
export const clients = z.strictObject({
  accessTokenMinutes: z
    .int()
    .min(10)
    .max(1440)
    .default(1440)
    .describe('Minutes that an access token is valid. Default and maximum: 24 hours.'),
  grantDays: z.int().min(1).max(365).default(365).describe('Days that a grant and its refresh tokens last at most.'),
  unusedDays: z.int().min(1).max(90).default(90).describe('Days without use after which a refresh token ends.'),
  signingKeys: z
    .array(z.int().min(1).max(99))
    .min(1)
    .max(2)
    .refine((numbers) => new Set(numbers).size === numbers.length, 'each number once')
    .default([1])
    .describe(
      'Numbers of the keys that sign access tokens: the first one signs, both are published. To roll over, deploy [1, 2], then [2, 1], and a day later [2].',
    ),
  publicUrl: value.originUrl
    .optional()
    .describe('The origin under which tools reach the HTTP API, if it is behind your own domain. Default: its own.'),
});

const people = (who: string) =>
  value
    .listOf(value.guidText)
    .default([])
    .describe(`Object ids of people or groups that become ${who}. An administrator can assign the app role instead.`);

const consoleOptions = z.strictObject({
  publicUrl: value.originUrl
    .optional()
    .describe(
      'The origin of the console behind your own domain. Default: that of its HTTP API. Required with stacks: apart.',
    ),
  contact: value.line.optional().describe('An address or telephone number that the console shows for questions.'),
  administrators: people('administrators of the console'),
  privacyOfficers: people('privacy officers'),
  developers: people('developers'),
});

/** The console: `true` has the defaults. */
export const consolePages = z
  .union([z.literal(true), consoleOptions], 'expected true, or a mapping such as { contact: privacy@contoso.example }')
  .transform((given) => (given === true ? consoleOptions.parse({}) : given));

/** The base URL that connectors share. */
export const baseUrl = z.strictObject({
  order: value
    .listOf(value.shortName)
    .default([])
    .describe(
      'Connectors, the first one for a path that several serve. Every such path needs one of its connectors here.',
    ),
});

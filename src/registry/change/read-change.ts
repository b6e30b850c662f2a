import * as z from 'zod';
import type { DescribedSource } from '../described.ts';
import { refuse } from '../record.ts';
import type { ConnectorChange, RegistryResult } from '../registry.ts';

const guid = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'Expected a GUID, such as 22222222-2222-3333-4444-555555555555.',
  );

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** Returns the schema of a change to a connector of a source. Its messages are shown beside the fields of a form. */
const changeSchema = ({ variants, extras, narrower }: DescribedSource) => {
  const oneOf = (known: readonly string[], what: string) =>
    z
      .array(z.string())
      .refine(
        (names) => names.every((name) => known.includes(name)),
        `Expected ${what}: ${known.join(', ') || 'none'}.`,
      )
      .transform(unique);
  return z.strictObject({
    offered: z
      .array(z.enum(['tenant', 'group', 'self'], 'Expected tenant, group or self.'))
      .transform((all) => [...new Set(all)])
      .optional(),
    tenantId: guid.optional(),
    clientId: guid.optional(),
    enabled: z.boolean('Expected true or false.').optional(),
    variants: oneOf(
      variants.map(({ name }) => name),
      'variants of the source',
    ).optional(),
    extras: oneOf(
      extras.map(({ id }) => id),
      'extras of the source',
    ).optional(),
    narrow: oneOf(
      narrower.map(({ use }) => use),
      'narrower permissions of the source',
    ).optional(),
    mailboxAccess: z.enum(['entra', 'exchange-rbac'], 'Expected entra or exchange-rbac.').optional(),
    memory: z
      .int('Expected whole megabytes.')
      .min(128, 'Expected at least 128 MB.')
      .max(10_240, 'Expected at most 10,240 MB.')
      .optional(),
    timeout: z
      .int('Expected whole seconds.')
      .min(5, 'Expected at least 5 seconds.')
      .max(900, 'Expected at most 900 seconds.')
      .optional(),
    reservedConcurrency: z.int('Expected a whole number.').min(1, 'Expected at least 1.').optional(),
    publicUrl: z
      .string()
      .regex(/^https:\/\/[a-z0-9.-]+(?::\d{1,5})?$/i, 'Expected an origin that begins with https://, without a path.')
      .optional(),
  });
};

/** Names under which people send a credential. No field of a change has such a name. */
const secretName = /secret|password|passwd|credential|certificate|private.?key|refresh.?token|access.?token|api.?key/i;
/** The value of a client secret of Microsoft Entra ID has `Q~` after four characters, the last of which is a digit. */
const secretValue = /[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}/;

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const secretsIn = (given: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(given)
    .filter(([name, value]) => secretName.test(name) || textsIn(value).some((text) => secretValue.test(text)))
    .map(([name]) => name);

/** Reads a change from a form, an API or a command. The refusal holds names of fields, never a value. */
export const readChange = (
  given: unknown,
  source: DescribedSource,
): RegistryResult<{ readonly change: ConnectorChange }> => {
  if (!isRecord(given)) return refuse('Registry.ChangeInvalid', { fields: { '': 'Expected an object with fields.' } });
  const secrets = secretsIn(given);
  if (secrets.length > 0) {
    const { message } = refuse('Registry.SecretNotWanted');
    return refuse('Registry.SecretNotWanted', { fields: Object.fromEntries(secrets.map((name) => [name, message])) });
  }
  const read = changeSchema(source).safeParse(given);
  if (read.success) return { ok: true, change: read.data };
  const fields = new Map<string, string>();
  for (const issue of read.error.issues) {
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) fields.set(key, 'Unknown field.');
    else if (!fields.has(String(issue.path[0]))) fields.set(String(issue.path[0]), issue.message);
  }
  return refuse('Registry.ChangeInvalid', { fields: Object.fromEntries(fields) });
};

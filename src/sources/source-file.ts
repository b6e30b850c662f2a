import * as z from 'zod';
import { shapeProblems } from '../config/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { type DeclaredKinds, fitsKind, isValueKindName } from '../plan/index.ts';
import { readYamlText, type YamlText } from '../yaml/index.ts';

const text = z.string().min(1);
const id = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens');

const permission = z
  .strictObject({
    name: text.describe('Name of an application permission of Microsoft Graph, as in Calendars.Read.'),
    reason: text.describe(
      'Why it is needed and which data the rules still drop, for an administrator who never saw this project.',
    ),
    mailbox: z.boolean().default(false).describe('May be scoped to some mailboxes by Exchange RBAC for Applications.'),
    endpoints: z.array(text).default([]).describe('Path templates of the rules that need it.'),
    population: z
      .boolean()
      .default(false)
      .describe('Reads the members of groups, so that a caller can be limited to them. It needs no endpoint.'),
  })
  .refine(({ endpoints, population }) => endpoints.length > 0 || population, {
    path: ['endpoints'],
    error: 'expected the path templates that need it',
  })
  .describe('An application permission, why it is needed, and the endpoints that need it.');

const extra = z.strictObject({
  id: id.describe('How settings ask for it.'),
  title: text,
  summary: text,
  rules: text
    .regex(/^extras\/[a-z0-9-]+\.yaml$/, 'expected extras/<name>.yaml')
    .optional()
    .describe('The overlay that it adds; absent: only its permissions.'),
  permissions: z.array(permission),
});

const narrower = z
  .strictObject({
    instead: text.describe('The permission of this source that it replaces.'),
    use: text.describe('The narrower permission, which settings choose by its name.'),
    granted: z
      .enum(['per-team', 'per-site'])
      .optional()
      .describe(
        'Where it is granted piece by piece: `per-team`, by a Teams app in each team and never in Entra; `per-site`, in Entra and then for each site. `permissions: narrow` doesn’t choose such a permission.',
      ),
    reason: text.describe('As the reason of a permission.'),
    loses: text.describe('The data that is then missing.'),
    rules: text
      .regex(/^narrower\/[a-z0-9-]+\.yaml$/, 'expected narrower/<name>.yaml')
      .optional()
      .describe('The overlay that removes endpoints and properties that the narrower permission does not cover.'),
  })
  .describe('A narrower permission that settings can choose.');

const readExpression = (pattern: string): RegExp | undefined => {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return undefined;
  }
};

const kind = z
  .strictObject({
    title: text.describe('The thing that a value of this kind identifies, as in "a task of Planner".'),
    example: text.describe('A value of this kind, as Microsoft documents it.'),
    pattern: text
      .refine((pattern) => readExpression(pattern) !== undefined, 'expected a JavaScript expression (flag u)')
      .optional()
      .describe('An expression that matches the whole of every value; absent: the characters of ids.'),
  })
  .refine(
    ({ example, pattern }) => fitsKind('other-id', example) && readExpression(pattern ?? '.*')?.test(example) !== false,
    'expected an example of up to 512 characters of ids that matches the pattern',
  );

/** Names of kinds have a hyphen, so that rules can't confuse them with words of their language. */
const kindName = z
  .string()
  .regex(/^(?=.{3,64}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/, 'expected lower-case words joined by hyphens, as in task-id')
  .refine((name) => !isValueKindName(name), 'expected a name that no built-in kind has (docs/reference/kinds.md)');

/** The schema of `source.yaml`. */
export const sourceFileSchema = z.strictObject({
  id,
  aliases: z.array(id).default([]).describe('Other names that settings may use.'),
  title: text,
  summary: text.describe('One sentence for people who choose sources.'),
  services: z
    .array(text)
    .default([])
    .describe('Services of Microsoft 365 that it reads, as people know them. Default: the title.'),
  availability: z.enum(['ga', 'beta', 'alpha']),
  absentFrom: z
    .array(z.enum(['global', 'us-government', 'us-government-dod', 'china']))
    .optional()
    .describe('Clouds in which Microsoft does not offer it; settings of such a tenant refuse it.'),
  graph: z.strictObject({ version: z.enum(['v1.0', 'beta']) }).describe('The usual version of its paths.'),
  permissions: z.array(permission).min(1),
  kinds: z
    .record(kindName, kind)
    .default({})
    .describe(
      'Kinds of ids that no built-in kind describes. Each has pseudonyms of its own; equal names are one kind.',
    ),
  narrower: z
    .array(narrower)
    .default([])
    .describe('Narrower permissions; `permissions: narrow` in the settings chooses all of them.'),
  extras: z.array(extra).default([]),
  exampleCalls: z
    .array(
      z.strictObject({
        title: text,
        path: text.regex(/^\/(?:v1\.0|beta)\//, 'expected a path that begins with /v1.0/ or /beta/'),
      }),
    )
    .min(1),
  administratorSteps: z
    .array(id)
    .default([])
    .describe('Steps beyond consent, by the names that the consent document knows.'),
});

/** The content of a `source.yaml`. */
export type SourceFile = z.output<typeof sourceFileSchema>;

/** The kinds that a source declares, by name. */
export const kindsOf = ({ kinds }: Pick<SourceFile, 'kinds'>): DeclaredKinds =>
  new Map(
    Object.entries(kinds).map(([name, { title, example, pattern }]) => [
      name,
      { title, example, ...(pattern !== undefined && { pattern }) },
    ]),
  );

/** Returns the JSON Schema of `source.yaml` for editors. */
export const sourceFileJsonSchema = (): z.core.JSONSchema.BaseSchema =>
  z.toJSONSchema(sourceFileSchema, { io: 'input' });

/**
 * Reads `source.yaml`. Returns all of its mistakes at once, or the source if there are none; `yaml` has the positions.
 */
export const readSourceFile = (
  content: string,
  path: string,
): { readonly source?: SourceFile; readonly yaml: YamlText; readonly diagnostics: readonly Diagnostic[] } => {
  const yaml = readYamlText(content, path);
  if (yaml.problems.length > 0) return { yaml, diagnostics: yaml.problems };
  const parsed = sourceFileSchema.safeParse(yaml.value);
  if (parsed.success) return { source: parsed.data, yaml, diagnostics: [] };
  return { yaml, diagnostics: shapeProblems(parsed.error.issues, yaml, yaml.value, sourceFileJsonSchema(), 'source') };
};

import * as z from 'zod';
import { shapeProblems } from '../config/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { numberRanges, type PrivacyEntry, privacyClasses, privacyFormats } from '../graph-types/index.ts';
import { type DeclaredKinds, kindNamed } from '../plan/index.ts';
import { readYamlText, type YamlText } from '../yaml/index.ts';

const neverKept: readonly string[] = ['direct-identifier', 'free-text', 'credential'];

const entryWith = (kinds: Pick<DeclaredKinds, 'has'>) =>
  z
    .strictObject({
      class: z.enum(privacyClasses).describe('How much the property reveals about people.'),
      format: z.enum(privacyFormats).optional().describe('The format that a kept string must match.'),
      values: z
        .array(z.string())
        .min(1)
        .optional()
        .describe('The words of format identifier, or the beginnings of format prefix.'),
      pattern: z.string().optional().describe('The expression of format pattern.'),
      kind: z
        .string()
        .refine((name) => kindNamed(name, kinds) !== undefined, "isn't a kind; see docs/reference/kinds.md")
        .optional()
        .describe('The kind of its pseudonyms: a kind of docs/reference/kinds.md.'),
      number: z.enum(numberRanges).optional().describe('The range of its numbers. Default: decimal.'),
      undeclared: z
        .string()
        .optional()
        .describe("The type of its values, if Microsoft returns the property but doesn't declare it."),
      note: z.string().optional(),
    })
    .refine(
      ({ format, values }) => values === undefined || format === 'identifier' || format === 'prefix',
      'expected format identifier or prefix beside values',
    )
    .refine(
      ({ format, values }) => (format !== 'identifier' && format !== 'prefix') || values !== undefined,
      'expected values beside format identifier or prefix',
    )
    .refine(
      ({ format, pattern }) => (format === 'pattern') === (pattern !== undefined),
      'expected pattern and format pattern together',
    )
    .refine(
      ({ class: judged, format }) => format === undefined || !neverKept.includes(judged),
      'expected no format for a class that is never kept',
    );

/** `class` or `class format`. */
const longForm = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  const [judged, format] = value.split(' ');
  return { class: judged, ...(format !== undefined && { format }) };
};

const judgementsWith = (kinds: Pick<DeclaredKinds, 'has'>) =>
  z.record(z.string(), z.record(z.string(), z.preprocess(longForm, entryWith(kinds))));

/** Judgements in a file's notation, by type and property: `title: free-text`, `dueDateTime: metadata date-time`. */
export const judgementsSchema = judgementsWith(new Set());

const fileSchemaWith = (kinds: Pick<DeclaredKinds, 'has'>) =>
  z.strictObject({
    types: judgementsWith(kinds).describe("By Microsoft's type and property: class, or class and format."),
  });

/** The content of a source's own `privacy.yaml`, by type and property. */
export type Judgements = Readonly<Record<string, Readonly<Record<string, PrivacyEntry>>>>;

const eachMember = (value: unknown, change: (member: unknown) => unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]))
    : value;

/** Expands every short form in the file, so that problems name the actual values. */
const writtenOut = (value: unknown): unknown =>
  eachMember(value, (types) => eachMember(types, (properties) => eachMember(properties, longForm)));

/**
 * Reads a `privacy.yaml`. Returns all of its mistakes at once, or the judgements if there are none. `kinds`: declared by
 * the source.
 */
export const readJudgementsFile = (
  content: string,
  path: string,
  kinds: Pick<DeclaredKinds, 'has'> = new Set(),
): { readonly types?: Judgements; readonly yaml: YamlText; readonly diagnostics: readonly Diagnostic[] } => {
  const yaml = readYamlText(content, path);
  if (yaml.problems.length > 0) return { yaml, diagnostics: yaml.problems };
  const fileSchema = fileSchemaWith(kinds);
  const parsed = fileSchema.safeParse(yaml.value);
  if (parsed.success) return { types: parsed.data.types as Judgements, yaml, diagnostics: [] };
  const schema = z.toJSONSchema(fileSchema, { io: 'input' });
  return { yaml, diagnostics: shapeProblems(parsed.error.issues, yaml, writtenOut(yaml.value), schema, 'privacy') };
};

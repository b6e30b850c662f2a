import * as z from 'zod';
import { shapeProblems } from '../config/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { readYamlText } from '../yaml/index.ts';

const things = z.record(z.string(), z.record(z.string(), z.string().min(1)));

const castSchema = z.strictObject({
  people: things,
  groups: things.default({}),
  things: things.default({}),
  canaries: z.record(z.string(), z.array(z.string().min(1))).default({}),
});

/** The invented people, groups and things in cases, and the texts that must never appear. */
export type Cast = z.output<typeof castSchema>;

/** Reads `cast.yaml`. Returns all of its mistakes at once, or the cast if there are none. */
export const readCastFile = (
  content: string,
  path: string,
): { readonly cast?: Cast; readonly diagnostics: readonly Diagnostic[] } => {
  const yaml = readYamlText(content, path);
  if (yaml.problems.length > 0) return { diagnostics: yaml.problems };
  const parsed = castSchema.safeParse(yaml.value);
  if (parsed.success) return { cast: parsed.data, diagnostics: [] };
  return { diagnostics: shapeProblems(parsed.error.issues, yaml, yaml.value, z.toJSONSchema(castSchema), 'cast') };
};

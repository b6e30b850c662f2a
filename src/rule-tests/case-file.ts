import * as z from 'zod';
import { shapeProblems } from '../config/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { editYaml, readYamlText } from '../yaml/index.ts';

const headers = z.record(z.string(), z.string());

const caseSchema = z.strictObject({
  shows: z.string().min(1).describe('The behavior that the case shows, as a sentence.'),
  example: z
    .boolean()
    .default(false)
    .describe('Whether the privacy report shows the case as the example of its source.'),
  variants: z.array(z.string()).default([]).describe('Variants of the source to apply to its rules.'),
  extras: z.array(z.string()).default([]).describe('Extras of the source to add.'),
  call: z.strictObject({
    method: z.string().default('GET'),
    url: z.string().regex(/^\//, 'expected path and query, as in /v1.0/users?$top=2'),
    headers: headers.default({}),
  }),
  upstream: z
    .strictObject({
      asked: z.string().optional().describe('The request to Graph. Written by graphveil test --update.'),
      prefer: z
        .string()
        .optional()
        .describe('The Prefer header of the request to Graph. Written by graphveil test --update.'),
      status: z.int().min(100).max(599).default(200),
      headers: headers.default({}),
      body: z.unknown().optional(),
    })
    .optional()
    .describe("Graph's response. Left out if the call is refused before Graph is called."),
  reply: z
    .strictObject({
      status: z.int().min(100).max(599),
      code: z.string().optional().describe('The code, if the call is refused.'),
      body: z.unknown().optional(),
    })
    .optional()
    .describe("The caller's reply. Written by graphveil test --update."),
});

/** A golden example: a call, Graph's response, and the caller's reply. */
export type CaseFile = z.output<typeof caseSchema>;

/** Reads a case. Returns all of its mistakes at once, or the case if there are none. */
export const readCaseFile = (
  content: string,
  path: string,
): { readonly file?: CaseFile; readonly diagnostics: readonly Diagnostic[] } => {
  const yaml = readYamlText(content, path);
  if (yaml.problems.length > 0) return { diagnostics: yaml.problems };
  const parsed = caseSchema.safeParse(yaml.value);
  if (parsed.success) return { file: parsed.data, diagnostics: [] };
  const schema = z.toJSONSchema(caseSchema, { io: 'input' });
  return { diagnostics: shapeProblems(parsed.error.issues, yaml, yaml.value, schema, 'case') };
};

/** The results of a run, to be written into the case. */
export type CaseGoldens = {
  readonly asked?: string;
  readonly prefer?: string;
  readonly reply: { readonly status: number; readonly code?: string; readonly body?: unknown };
};

/** Rewrites the goldens of a case. Comments and everything that a person wrote stay unchanged. */
export const updateCaseFile = (content: string, { asked, prefer, reply }: CaseGoldens): string =>
  editYaml(content, { within: { key: 'upstream', first: { asked, prefer } }, set: { reply } });

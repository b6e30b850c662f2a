import { endpointRule, fileSchema } from './file-shape.ts';
import { responseSchema } from './response-shape.ts';
import type { JsonSchema } from './shape.ts';

/**
 * Returns the JSON Schema (draft 2020-12) of allow-list rule files for editors. `graphveil check` finds more mistakes.
 */
export const rulesJsonSchema = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Graphveil rules',
  description: 'The properties that leave a source; all others are dropped.',
  ...fileSchema,
  $defs: { endpoint: endpointRule.schema, response: responseSchema },
});

import * as z from 'zod';
import type { Dictionary } from '../registry.ts';

const property = z.strictObject({
  property: z.string().describe('Path in a reply, for example attendees[].emailAddress.address.'),
  type: z.string().describe('Microsoft’s declared type; empty if there is none.'),
  class: z.string().describe('Class of the privacy table, or not-judged.'),
  disposition: z.enum(['kept', 'pseudonymized', 'transformed', 'dropped']),
  transform: z.string().describe('How the value changes, in the words of the proof.'),
  iso20889: z.string().describe('Term of ISO/IEC 20889:2018 for the treatment.'),
  reason: z.string().optional().describe('Why the rules keep or name it.'),
});

const entity = z.strictObject({
  entity: z.string().describe('Microsoft’s type of the items of a reply.'),
  endpoints: z.array(z.string()).describe('Path templates with the same replies.'),
  properties: z.array(property),
});

const connector = z.strictObject({
  connector: z.string(),
  source: z.string(),
  title: z.string(),
  entities: z.array(entity),
});

/** The schema of `catalog.json`, the data dictionary for catalogs and ingestion tools. */
export const catalogSchema = z
  .strictObject({
    graphveil: z.string().describe('Version of Graphveil that wrote it.'),
    connectors: z.array(connector),
  })
  .describe('Graphveil: every property of every reply, and its treatment.');

/** Returns the content of `catalog.json`. */
export const catalogJson = (version: string, connectors: readonly Dictionary[]): z.input<typeof catalogSchema> =>
  catalogSchema.parse({ graphveil: version, connectors });

/** Returns the JSON Schema of `catalog.json`. */
export const catalogJsonSchema = (): z.core.JSONSchema.BaseSchema => z.toJSONSchema(catalogSchema);

import { z } from 'zod';
import type { AnyVerb } from '../verbs/verb.ts';

type Json = Readonly<Record<string, unknown>>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

const error: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        fields: { type: 'object', additionalProperties: { type: 'string' } },
        changes: { type: 'array', items: { type: 'object' } },
      },
    },
  },
};

const inJson = (schema: Json): Json => ({ 'application/json': { schema } });

const parametersIn = (path: string): readonly string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

const operationOf = ({ verb, api, summary, input, output }: AnyVerb): Json => {
  const {
    properties = {},
    required = [],
    ...rest
  } = schemaOf(input, 'input') as {
    readonly properties?: Readonly<Record<string, Json>>;
    readonly required?: readonly string[];
  };
  const inPath = parametersIn(api.path);
  const others = Object.entries(properties).filter(([name]) => !inPath.includes(name));
  const parameters = [
    ...inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] ?? { type: 'string' } })),
    ...(api.method === 'get'
      ? others.map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
      : [{ $ref: '#/components/parameters/csrf' }]),
  ];
  const body = {
    ...rest,
    properties: Object.fromEntries(others),
    required: required.filter((name) => !inPath.includes(name)),
  };
  return {
    operationId: verb,
    summary,
    tags: [verb.replace(/\..*$/, '')],
    parameters,
    ...(api.method !== 'get' && others.length > 0 && { requestBody: { required: true, content: inJson(body) } }),
    responses: {
      200: { description: 'Done.', content: inJson(schemaOf(output, 'output')) },
      default: { $ref: '#/components/responses/refused' },
    },
  };
};

/** Describes the API (OpenAPI 3.1), from the schemas that requests and replies are read with. */
export const openApi = (verbs: readonly AnyVerb[], origin: string): Json => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const verb of verbs) {
    paths[verb.api.path] ??= {};
    Object.assign(paths[verb.api.path] ?? {}, { [verb.api.method]: operationOf(verb) });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Graphveil console',
      version: '1',
      description:
        'The verbs of the console. Each operation is named after its verb. Sign in with a browser first; then the session’s cookie authenticates. What changes something also carries the token of GET /api/session in the header x-graphveil-csrf.',
    },
    servers: [{ url: origin }],
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: `${origin.startsWith('https:') ? '__Host-' : ''}graphveil-session`,
        },
      },
      parameters: { csrf: { name: 'x-graphveil-csrf', in: 'header', required: true, schema: { type: 'string' } } },
      responses: { refused: { description: 'Refused, with a code of the closed list.', content: inJson(error) } },
    },
  };
};

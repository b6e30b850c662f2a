import type { CompiledRules } from '../../connectors/index.ts';
import { problemCodes } from '../../problems/index.ts';
import { describeBound } from '../../proof/index.ts';
import { type AllowListEndpoint, type AllowListPlan, isAllowListPlan } from '../../rules/plan/index.ts';
import { parametersOf } from './parameters.ts';
import { listSchema, responseSchemas, type Schema, type Schemas, sharedSchemas } from './schemas.ts';

/** A description of OpenAPI 3.1. */
export type OpenApi = { readonly openapi: '3.1.0'; readonly [part: string]: unknown };

export type DescribedApi = {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly rules: Pick<CompiledRules, 'plan' | 'notes'>;
};

const errorSchema: Schema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'innerError'],
      properties: {
        code: { type: 'string', description: 'The code of Graphveil, or that of Microsoft Graph' },
        message: { type: 'string' },
        innerError: {
          type: 'object',
          properties: {
            code: {
              enum: Object.keys(problemCodes),
              description: 'The code of Graphveil, if error.code is that of Graph',
            },
            date: { type: 'string' },
            'request-id': { type: 'string' },
            'client-request-id': { type: 'string' },
          },
        },
      },
    },
  },
};

const contentOf = ({ shape, root }: AllowListEndpoint['response'], { of }: Schemas): Schema => {
  if (shape === 'count') return { 'text/plain': { schema: { type: 'string', pattern: '^[0-9]+$' } } };
  const item = of(root);
  const schema = shape === 'entity' ? item : listSchema(item, shape === 'delta');
  return { 'application/json': { schema } };
};

const answers = {
  entity: 'Returns',
  collection: 'Lists, in pages,',
  delta: 'Lists changes of',
  count: 'Counts',
} as const;

const operationId = (template: string): string =>
  `get_${template.replaceAll(/[^A-Za-z0-9]+/g, '_').replaceAll(/^_|_$/g, '')}`;

const operationOf = (
  { pathTemplate, request, response, bound }: AllowListEndpoint,
  entity: string | undefined,
  schemas: Schemas,
) => ({
  operationId: operationId(pathTemplate),
  summary: `${answers[response.shape]} ${entity ?? 'objects'}`,
  description: `For a caller that is limited to a group: ${describeBound(bound)}.`,
  parameters: parametersOf(request),
  responses: {
    '200': { description: 'Sanitized', content: contentOf(response, schemas) },
    default: { $ref: '#/components/responses/error' },
  },
});

const pathsOf = (plan: AllowListPlan, { notes }: DescribedApi['rules'], schemas: Schemas) =>
  Object.fromEntries(
    plan.endpoints.map((endpoint, index) => [
      endpoint.pathTemplate,
      { get: operationOf(endpoint, notes.endpoints[index]?.entity, schemas) },
    ]),
  );

/**
 * Describes the calls of a connector: paths, parameters, kept properties and codes. Undefined for rules of Psoxy's form, whose
 * paths are expressions. `url`: of the connector, without a trailing slash.
 */
export const openApi = ({ name, title, summary, rules }: DescribedApi, url: string): OpenApi | undefined => {
  const { plan, notes } = rules;
  if (!isAllowListPlan(plan)) return undefined;
  const schemas = responseSchemas(plan, notes);
  return {
    openapi: '3.1.0',
    info: {
      title: `Graphveil: ${title}`,
      version: plan.hash,
      summary,
      description:
        'The calls of Microsoft Graph that this connector serves, with the properties that leave. x-graphveil-kind names the kind of a pseudonym; one that begins with p~ can be used wherever a parameter has the same kind. The version is the hash of the rules.',
    },
    servers: [{ url }],
    paths: pathsOf(plan, rules, schemas),
    components: {
      schemas: { ...schemas.components(), ...sharedSchemas, error: errorSchema },
      responses: {
        error: {
          description: 'Refused or failed, in the format of Microsoft Graph',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/error' } } },
        },
      },
      securitySchemes: {
        signature: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          description: 'AWS Signature Version 4 of the caller’s role',
        },
        token: { type: 'http', scheme: 'bearer', description: 'The access token of a registered client' },
      },
    },
    security: [{ signature: [] }, { token: [] }],
    'x-graphveil-connector': name,
  };
};

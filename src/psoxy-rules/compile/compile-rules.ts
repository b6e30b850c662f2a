import type { CompileInput, CompileResult } from '../../compile/index.ts';
import { finishPlan } from '../../compile/index.ts';
import { createReport, hasErrors, type Position, type Report } from '../../diagnostics/index.ts';
import type { YamlNode } from '../../yaml/index.ts';
import { readRules } from '../format/index.ts';
import type { PsoxyEndpoint, PsoxyParts, PsoxyPlan, PsoxyResponse } from '../plan/index.ts';
import { withImplied } from './implied-options.ts';
import { isNull, readFields, readFlag, readList, readMapping, readTexts } from './reading.ts';
import { readRequest } from './request.ts';
import { type Definitions, readDefinitions, readResponseSchema } from './response-filter.ts';
import { readAugments, readTransforms } from './transforms.ts';

const topKeys = ['endpoints', 'allowedRequestHeaders', 'allowAllEndpoints', 'definitions', 'defaultScopeIdForSource'];
const endpointKeys = [
  'pathTemplate',
  'pathRegex',
  'allowedMethods',
  'allowedQueryParams',
  'queryParamSchemas',
  'pathParameterSchemas',
  'allowedRequestHeaders',
  'allowedRequestHeadersToForward',
  'requestBody',
  'responseSchema',
  'augments',
  'transforms',
];

type Shared = {
  readonly title: string;
  readonly headers: readonly string[];
  readonly definitions: Definitions;
  readonly report: Report;
};
type Endpoint = { readonly plan: Omit<PsoxyEndpoint, 'requestHash'>; readonly steps: readonly Position[] };

const readEndpoint = (node: YamlNode, { title, headers, definitions, report }: Shared): Endpoint | undefined => {
  const mapping = readMapping(node, report);
  if (mapping === undefined) return undefined;
  const fields = readFields(mapping, endpointKeys, 'endpoint', report);
  const body = fields.get('requestBody');
  if (body !== undefined && !isNull(body)) report.error('rules/request-body', body.position);
  const request = readRequest(fields, headers, mapping.position, report);
  const filter = readResponseSchema(fields.get('responseSchema'), definitions, report);
  const augments = readAugments(fields.get('augments'), report);
  const transforms = readTransforms(fields.get('transforms'), report);
  if (request === undefined) return undefined;
  const response: PsoxyResponse = withImplied(title, {
    form: 'psoxy',
    augments: augments.plans,
    ...(filter !== undefined && { filter }),
    transforms: transforms.plans,
  });
  const schema = fields.get('responseSchema');
  return {
    plan: {
      pathTemplate: request.name,
      position: mapping.position,
      request: request.request,
      response,
      // The form has no kinds, so nothing shows whom a call concerns.
      bound: { by: 'none' },
    },
    steps: [
      ...augments.positions,
      ...(filter !== undefined && schema !== undefined ? [schema.position] : []),
      ...transforms.positions,
    ],
  };
};

const readFile = (root: YamlNode, title: string, report: Report): readonly Endpoint[] => {
  const mapping = readMapping(root, report);
  if (mapping === undefined) return [];
  const fields = readFields(mapping, topKeys, 'rule file', report);
  const all = fields.get('allowAllEndpoints');
  if (all !== undefined && readFlag(all, report)) report.error('rules/allow-all', all.position);
  const endpoints = readList(fields.get('endpoints'), report);
  if (endpoints.length === 0) report.error('rules/no-endpoints', (fields.get('endpoints') ?? root).position);
  const headers = readTexts(fields.get('allowedRequestHeaders'), report).map(({ text }) => text.toLowerCase());
  const definitions = readDefinitions(fields.get('definitions'), report);
  return endpoints
    .map((endpoint) => readEndpoint(endpoint, { title, headers, definitions, report }))
    .filter((endpoint) => endpoint !== undefined);
};

const refuseOverlays = ({ overlays }: CompileInput, report: Report): void => {
  for (const { path } of overlays) report.error('rules/overlay', { file: path, line: 1, column: 1 });
};

/** Compiles a rule file of Psoxy's form; `docs/guides/move-from-psoxy-rules.md` describes the form. */
export const compilePsoxyRules = (input: CompileInput): CompileResult<PsoxyPlan> => {
  const report = createReport();
  refuseOverlays(input, report);
  const root = readRules(input.main.text, input.main.path, report);
  const endpoints = root === undefined ? [] : readFile(root, input.title, report);
  const diagnostics = report.all();
  if (hasErrors(diagnostics)) return { diagnostics };
  return {
    diagnostics,
    plan: finishPlan<PsoxyParts>({
      title: input.title,
      form: 'psoxy',
      endpoints: endpoints.map(({ plan }) => plan),
      nodes: [],
    }),
    notes: {
      endpoints: endpoints.map(({ plan: { position }, steps }) => ({ position, steps })),
      nodes: [],
      undeclared: [],
    },
  };
};

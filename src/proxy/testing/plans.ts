import { createHash } from 'node:crypto';
import type { Bound } from '../../plan/index.ts';
import type {
  AllowListEndpoint,
  AllowListPlan,
  AllowListRequest,
  FormPlan,
  QueryParameterPlan,
  ResponseNode,
  SegmentPlan,
  ValuePlan,
} from '../../rules/plan/index.ts';

/** Handwritten Plans for tests of the proxy. */
type EndpointText = {
  /** `/v1.0/users/{userId}/events`; a segment `name(a={b})` is a function, `name()` a bound function. */
  readonly template: string;
  readonly parameters?: Readonly<Record<string, Partial<ValuePlan>>>;
  readonly query?: readonly QueryParameterPlan[];
  readonly headers?: readonly string[];
  readonly prefer?: Partial<AllowListRequest['prefer']>;
  readonly leastPage?: number;
  readonly shape?: 'entity' | 'collection' | 'delta';
  readonly root?: number;
  readonly bound?: Bound;
};

const value = (given: Partial<ValuePlan> = {}): ValuePlan => ({ type: 'string', token: 'refused', ...given });

/** A value that only a token of this kind can provide. */
export const tokenOf = (kind: string): ValuePlan => ({ type: 'string', kind, token: 'required' });

const segment = (text: string, parameters: EndpointText['parameters'] = {}): SegmentPlan => {
  const [, name] = /^\{(\w+)\}$/.exec(text) ?? [];
  if (name !== undefined) return { type: 'parameter', name, value: value(parameters[name]) };
  const [, callee, list] = /^([\w.]+)\((.*)\)$/.exec(text) ?? [];
  if (callee === undefined || list === undefined) return { type: 'literal', text, callable: false };
  if (list === '') return { type: 'literal', text: callee, callable: true };
  const holes = list.split(',').map((piece) => {
    const [parameter = '', , hole = ''] = piece.split(/[={}]/);
    return { parameter, name: hole, quoted: piece.endsWith("'"), value: value(parameters[hole]) };
  });
  return { type: 'function', text: callee, holes };
};

const endpoint = (given: EndpointText, index: number): AllowListEndpoint => {
  const shape = given.shape ?? 'entity';
  const request: AllowListRequest = {
    form: 'allow-list',
    method: 'GET',
    segments: given.template
      .slice(1)
      .split('/')
      .map((text) => segment(text, given.parameters)),
    query: given.query ?? [],
    headers: given.headers ?? [],
    prefer: { allowed: [], always: [], ...given.prefer },
    ...(given.leastPage !== undefined && { leastPage: given.leastPage }),
    links: shape === 'entity' ? 'none' : shape === 'delta' ? 'delta' : 'page',
  };
  return {
    pathTemplate: given.template,
    position: { file: 'rules.yaml', line: index + 2, column: 3 },
    requestHash: createHash('sha256').update(JSON.stringify(request)).digest('base64url'),
    request,
    bound: given.bound ?? { by: 'none' },
    response: { form: 'allow-list', shape, root: given.root ?? 0 },
  };
};

/** `{ id, mail }` of a person: id and address as pseudonyms, the rest dropped. */
const person: readonly ResponseNode[] = [
  { node: 'object', properties: { id: 1, mail: 2, accountEnabled: 3 }, links: [] },
  {
    node: 'transform',
    transform: 'pseudonymize',
    options: {
      of: 'user-id',
      includeReversible: true,
      includeOriginal: false,
      encoding: 'URL_SAFE_TOKEN',
      domain: 'keep',
    },
  },
  {
    node: 'transform',
    transform: 'pseudonymize',
    options: {
      of: 'mail-address',
      includeReversible: false,
      includeOriginal: false,
      encoding: 'URL_SAFE_TOKEN',
      domain: 'keep',
    },
  },
  { node: 'keep', format: { format: 'none' } },
];

export const planOf = (endpoints: readonly EndpointText[], nodes: readonly ResponseNode[] = person): AllowListPlan => ({
  title: 'test',
  hash: 'rules-hash',
  form: 'allow-list',
  endpoints: endpoints.map(endpoint),
  nodes,
});

/** `id eq '{user}'` with a schema for each placeholder; a placeholder in single quotes is a literal. */
export const formOf = (text: string, holes: Readonly<Record<string, Partial<ValuePlan>>>): FormPlan => ({
  text,
  parts: text
    .split(/('?\{\w+\}'?)/)
    .filter((piece) => piece !== '')
    .flatMap((piece): FormPlan['parts'] => {
      const [, quote, name] = /^('?)\{(\w+)\}'?$/.exec(piece) ?? [];
      if (name === undefined) return [{ type: 'text', text: piece }];
      const hole = { type: 'hole', name, quoted: quote === "'", value: value(holes[name]) } as const;
      return quote === "'" ? [{ type: 'text', text: "'" }, hole, { type: 'text', text: "'" }] : [hole];
    }),
});

export const top: QueryParameterPlan = {
  name: '$top',
  required: false,
  type: 'value',
  value: { type: 'integer', token: 'refused', minimum: 1, maximum: 999 },
};

export const selectOf = (...kept: readonly string[]): QueryParameterPlan => ({
  name: '$select',
  required: false,
  type: 'select',
  kept,
});

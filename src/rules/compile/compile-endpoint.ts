import type { EndpointNotes } from '../../compile/index.ts';
import type { Position } from '../../diagnostics/index.ts';
import { type GraphVersion, pathIndex, pathSegments } from '../../graph-types/index.ts';
import { nearestType } from '../../problems/diagnostics/index.ts';
import type { EndpointRule, Located } from '../format/index.ts';
import type {
  AllowListRequest,
  AllowListResponse,
  DroppedValue,
  QueryParameterPlan,
  SegmentPlan,
  TimeOrder,
} from '../plan/index.ts';
import { compileDrop } from './compile-drop.ts';
import { compileHeaders } from './compile-headers.ts';
import { compileOrder, refuseOrder } from './compile-order.ts';
import { compilePath, versionOf } from './compile-path.ts';
import { compileQuery } from './compile-query.ts';
import { compileRule, type ResponseSession } from './compile-response.ts';
import { leastPageOf } from './least-page.ts';
import { type Place, typesOf, unknownPlace } from './place.ts';
import { selectable } from './selectable.ts';
import type { Session } from './session.ts';

export type CompiledEndpoint = {
  readonly template: Located<string>;
  readonly request: AllowListRequest;
  /** Absent after a reported mistake. */
  readonly response?: AllowListResponse;
  readonly notes: EndpointNotes;
};

const shapeOf = ({ collection }: EndpointRule): AllowListResponse['shape'] => {
  if (collection?.value === 'delta' || collection?.value === 'count') return collection.value;
  return collection?.value === true ? 'collection' : 'entity';
};

const links = { entity: 'none', collection: 'page', delta: 'delta', count: 'none' } as const;

const isList = (shape: AllowListResponse['shape']): boolean => shape === 'collection' || shape === 'delta';

const entityPlace = (version: GraphVersion, type: string): Place => ({
  of: { version, type },
  collection: false,
  name: type,
});

/** Positions of parameter and header names. */
const parameterPositions = (endpoint: EndpointRule): ReadonlyMap<string, Position> => {
  const keys = [...(endpoint.pathParameterSchemas ?? []), ...(endpoint.queryParamSchemas ?? [])];
  const headers = endpoint.allowedRequestHeaders?.value ?? [];
  return new Map([
    ...headers.map(({ value, position }) => [value.toLowerCase(), position] as const),
    ...keys.map(([name, { keyPosition }]) => [name.startsWith('$') ? name.toLowerCase() : name, keyPosition] as const),
  ]);
};

/** Returns the place of the response root, or of its items; undefined after a reported mistake. */
const rootPlace = (
  endpoint: EndpointRule,
  template: Located<string>,
  version: GraphVersion | undefined,
  session: Session,
): Place | undefined => {
  const { entity } = endpoint;
  const { report, input } = session;
  if (entity === undefined) {
    const type = version && pathIndex.resolve(version, pathSegments(template.value))?.type;
    if (type !== undefined && version !== undefined && typesOf(session, version)[type] !== undefined)
      return entityPlace(version, type);
    if (input.builtIn) report.error('rules/missing-key', template.position, { key: 'entity' });
    return input.builtIn ? undefined : unknownPlace('the answer');
  }
  if (version === undefined) {
    report.error('rules/entity', entity.position);
    return undefined;
  }
  const types = typesOf(session, version);
  if (types[entity.value] !== undefined) return entityPlace(version, entity.value);
  const known = Object.keys(types);
  report.error('rules/unknown-entity', entity.position, { name: entity.value, known });
  // Checks the rest of the endpoint with the most similar type name.
  const near = nearestType(entity.value, known);
  return near === undefined ? undefined : entityPlace(version, near);
};

/** Allows delta links only for delta functions, and numbers only for `$count`. */
const checkShape = (
  endpoint: EndpointRule,
  segments: readonly SegmentPlan[],
  template: Located<string>,
  { report }: Session,
): void => {
  const last = segments.at(-1);
  const isDelta = last !== undefined && last.type !== 'parameter' && last.text.toLowerCase() === 'delta';
  if (isDelta && endpoint.collection?.value !== 'delta') report.error('rules/delta', template.position);
  if (!isDelta && endpoint.collection?.value === 'delta')
    report.error('rules/delta:unexpected', endpoint.collection.position);
  const counts = segments.map((segment) => segment.type === 'literal' && segment.text === '$count');
  if (counts.includes(true) && (counts.at(-1) !== true || endpoint.collection?.value !== 'count'))
    report.error('rules/count', template.position);
  if (counts.at(-1) !== true && endpoint.collection?.value === 'count')
    report.error('rules/count:unexpected', endpoint.collection.position);
};

/** A number, without properties. */
const compileCount = (endpoint: EndpointRule, { report, nodes }: ResponseSession): number | undefined => {
  const { response, position } = endpoint;
  if (response !== undefined) report.error('rules/count:response', response.position);
  return nodes.once(endpoint, 'count', () => ({
    node: { node: 'keep', format: { format: 'none' }, only: 'int32' },
    notes: { position, types: ['int32'] },
  }));
};

const isObjectNode = (node: string | undefined): boolean => node === 'object' || node === 'by-type';

const compileResponse = (
  endpoint: EndpointRule,
  place: Place | undefined,
  template: Located<string>,
  session: ResponseSession,
): number | undefined => {
  const { response } = endpoint;
  const { report } = session;
  if (shapeOf(endpoint) === 'count') return compileCount(endpoint, session);
  if (response === undefined) {
    if (endpoint.unread?.has('response') !== true)
      report.error('rules/missing-key', template.position, { key: 'response' });
    return undefined;
  }
  const root = place && compileRule(response, place, session);
  if (root === undefined || shapeOf(endpoint) !== 'entity' || isObjectNode(session.nodes.at(root)?.node.node))
    return root;
  report.error('rules/shape', response.position);
  return undefined;
};

/** Compiles the order of the endpoint's list. Reports an order of a single entity. */
const orderOf = (endpoint: EndpointRule, root: number | undefined, session: ResponseSession): TimeOrder | undefined => {
  const { order } = endpoint;
  if (order === undefined) return undefined;
  if (isList(shapeOf(endpoint))) return root === undefined ? undefined : compileOrder(order, root, session);
  session.report.error('rules/order:entity', order.position);
  return undefined;
};

/** Adds the properties that decide about dropped items to a caller's selection. */
const selectDecisive = (
  query: readonly QueryParameterPlan[],
  dropItems: readonly DroppedValue[],
  position: Position,
  session: Session,
): readonly QueryParameterPlan[] => {
  if (dropItems.length === 0) return query;
  const always = dropItems.map(({ property }) => property);
  for (const { name, ...parameter } of query) {
    const texts = name === '$select' && parameter.type === 'enum' ? parameter.values : [];
    if (texts.every((text) => always.every((property) => text.split(',').includes(property)))) continue;
    session.report.error('rules/drop-items:select', position, { properties: always });
  }
  return query.map((parameter) => (parameter.type === 'select' ? { ...parameter, always } : parameter));
};

/** Compiles one endpoint. Returns undefined if its path can't be parsed, and reports that. */
export const compileEndpoint = (endpoint: EndpointRule, session: ResponseSession): CompiledEndpoint | undefined => {
  const template = endpoint.pathTemplate;
  if (template === undefined) {
    if (endpoint.unread?.has('pathTemplate') !== true)
      session.report.error('rules/missing-key', endpoint.position, { key: 'pathTemplate' });
    return undefined;
  }
  if (endpoint.removed?.value === true) {
    session.report.error('rules/removed', endpoint.removed.position, { what: 'endpoint', name: template.value });
    return undefined;
  }
  const version = versionOf(template, session);
  const segments = compilePath(endpoint, template, session);
  const place = rootPlace(endpoint, template, version, session);
  const root = compileResponse(endpoint, place, template, session);
  const query = compileQuery(
    endpoint.queryParamSchemas ?? new Map(),
    (rule) => (place === undefined || root === undefined ? { kept: [] } : selectable(rule, root, place, session)),
    session,
  );
  const headers = compileHeaders(endpoint, session);
  const dropItems = compileDrop(endpoint, place, session);
  const order = orderOf(endpoint, root, session);
  refuseOrder(endpoint.response, session);
  if (segments === undefined) return undefined;
  checkShape(endpoint, segments, template, session);
  const shape = shapeOf(endpoint);
  const least = place === undefined || !isList(shape) ? undefined : leastPageOf(place, session);
  return {
    template,
    request: {
      form: 'allow-list',
      method: 'GET',
      segments,
      query: selectDecisive(query, dropItems, endpoint.position, session),
      ...headers,
      links: links[shape],
      ...(shape === 'count' && { accept: 'text/plain' as const }),
      ...(least !== undefined && { leastPage: least }),
    },
    ...(root !== undefined && {
      response: {
        form: 'allow-list',
        shape,
        root,
        ...(order !== undefined && { order }),
        ...(dropItems.length > 0 && { dropItems }),
      },
    }),
    notes: {
      position: endpoint.position,
      ...(version !== undefined && { version }),
      ...(place?.of !== undefined && { entity: place.of.type }),
      ...(endpoint.entity !== undefined && { entityPosition: endpoint.entity.position }),
      parameters: parameterPositions(endpoint),
    },
  };
};

import type { Position } from '../../diagnostics/index.ts';
import { type Accepts, transforms } from '../../transforms/index.ts';
import type {
  ArrayRule,
  ByTypeRule,
  Entry,
  KeepRule,
  ObjectRule,
  ResponseRule,
  TransformRule,
} from '../format/index.ts';
import { isSubjectLeaf } from '../plan/index.ts';
import { compileTransform } from './compile-leaf.ts';
import { compileOrder, refuseOrder } from './compile-order.ts';
import { expandKeepAll } from './keep-all.ts';
import { keepFormat, keepNode } from './keep-format.ts';
import { withKind } from './kind-of-pseudonym.ts';
import { type MadeNode, type NestedList, type Nodes, typesAt } from './nodes.ts';
import { kindOfPlace, type Place, propertyNames, propertyOf, relatives, typesOf, unknownPlace } from './place.ts';
import type { Session } from './session.ts';

export type ResponseSession = Session & { readonly nodes: Nodes };

const isObjectKind = (kind: string): boolean => kind === 'entity' || kind === 'complex';

/** Reports an object rule for a property that isn't an object in Microsoft's type. */
const holdsObject = (position: Position, place: Place, session: Session): boolean => {
  const kind = kindOfPlace(place, session);
  if (place.of !== undefined && place.collection)
    session.report.error('rules/shape:list', position, { name: place.name });
  else if (kind === 'scalar' || kind === 'enum')
    session.report.error('rules/shape:not-object', position, { name: place.name });
  else return true;
  return false;
};

/** Returns the possible values of `@odata.type` at a place, in Graph's spelling. */
const typeNames = (place: Place, session: Session): readonly string[] => {
  if (place.of === undefined) return [];
  const types = typesOf(session, place.of.version);
  const own = relatives(types, place.of.type).filter((name) => name !== 'entity');
  return own.map((name) => `#microsoft.graph.${name}`);
};

const compileType = (
  { keyPosition, value }: Entry<ResponseRule>,
  place: Place,
  session: Session,
): readonly string[] | undefined => {
  const rule = session.resolve(value);
  const names = typeNames(place, session);
  if (rule?.rule !== 'keep') session.report.error('rules/shape:type', keyPosition);
  else if (names.length === 0) session.report.error('rules/shape:type-unknown', keyPosition);
  else return names;
  return undefined;
};

const deltaName = /^([^@]+)@delta$/;

/**
 * Returns the place of a property, and whether it is a list that pages separately; undefined if Microsoft has no such
 * property.
 */
const stepInto = (
  name: string,
  position: Position,
  place: Place,
  session: Session,
): { readonly place: Place; readonly pages: boolean } | undefined => {
  const { of } = place;
  const property = deltaName.exec(name)?.[1] ?? name;
  if (property.includes('@')) {
    session.report.error('rules/shape:annotation', position, { name });
    return undefined;
  }
  if (of === undefined) return { place: unknownPlace(name), pages: false };
  const found = propertyOf(of, property, session);
  // Changes of a single value, such as a manager, also arrive as a list.
  if (found !== undefined && property !== name) return { place: { ...found.place, collection: true }, pages: false };
  if (found !== undefined) return { place: found.place, pages: found.navigation && found.place.collection };
  const known = propertyNames(of, session);
  session.report.error('rules/unknown-property', position, { type: of.type, name: property, known });
  return undefined;
};

/** True for an entity, or an object of unknown type, whose own id is that of a person or a group. */
const isRecord = (
  properties: ReadonlyMap<string, number>,
  place: Place,
  session: ResponseSession,
): true | undefined => {
  const kind = kindOfPlace(place, session);
  const id = session.nodes.at(properties.get('id') ?? -1)?.node;
  return (kind === 'entity' || kind === 'unknown') && id !== undefined && isSubjectLeaf(id) ? true : undefined;
};

/** Types of things that others own, whose ids name the place of the owner. */
const foreignTypes: ReadonlySet<string> = new Set(['remoteItem']);

const compileObject = (rule: ObjectRule, place: Place, session: ResponseSession): MadeNode | undefined => {
  if (!holdsObject(rule.position, place, session)) return undefined;
  const properties = new Map<string, number>();
  const nested: NestedList[] = [];
  let types: readonly string[] | undefined;
  for (const [name, entry] of rule.properties) {
    if (name === '@odata.type') {
      types = compileType(entry, place, session);
      continue;
    }
    refuseOrder(entry.value, session);
    const step = stepInto(name, entry.keyPosition, place, session);
    const index = step && compileRule(entry.value, step.place, session, deltaName.test(name));
    if (index === undefined) continue;
    properties.set(name, index);
    if (step?.pages) nested.push({ property: name, position: entry.keyPosition });
  }
  const record = isRecord(properties, place, session);
  return {
    node: {
      node: 'object',
      properties: Object.fromEntries(properties),
      ...(types && { types }),
      links: [],
      ...(record && { record }),
      ...(typesAt(place).some((type) => foreignTypes.has(graphName(type))) && { foreign: true }),
    },
    notes: { position: rule.position, types: typesAt(place) },
    nested,
  };
};

const compileArray = (
  rule: ArrayRule,
  place: Place,
  session: ResponseSession,
  removed: boolean,
): MadeNode | undefined => {
  if (place.of !== undefined && !place.collection) {
    session.report.error('rules/shape:not-list', rule.position, { name: place.name });
    return undefined;
  }
  const item = compileRule(rule.item, { ...place, collection: false }, session);
  if (item === undefined) return undefined;
  const resolved = session.resolve(rule.item);
  const written = resolved?.rule === 'object' ? resolved.order : undefined;
  const order = written && compileOrder(written, item, session);
  return {
    node: { node: 'array', item, ...(removed && { removed }), ...(order !== undefined && { order }) },
    notes: { position: rule.position, types: typesAt(place) },
  };
};

const graphName = (written: string): string => written.replace(/^#?microsoft\.graph\./i, '');

const compileByType = (rule: ByTypeRule, place: Place, session: ResponseSession): MadeNode | undefined => {
  if (!holdsObject(rule.position, place, session)) return undefined;
  const { of } = place;
  const types = new Map<string, number>();
  for (const [written, { keyPosition, value }] of rule.types) {
    const name = graphName(written);
    if (of !== undefined) {
      const known = relatives(typesOf(session, of.version), of.type);
      if (!known.includes(name)) {
        session.report.error('rules/by-type', keyPosition, { name, type: of.type, known });
        continue;
      }
    }
    if (session.resolve(value)?.rule === 'by-type') {
      session.report.error('rules/by-type:nested', keyPosition);
      continue;
    }
    refuseOrder(value, session);
    const typed = of === undefined ? place : { ...place, of: { ...of, type: name } };
    const index = compileRule(value, typed, session);
    if (index !== undefined) types.set(`#microsoft.graph.${name}`, index);
  }
  return {
    node: { node: 'by-type', types: Object.fromEntries(types) },
    notes: { position: rule.position, types: typesAt(place) },
  };
};

const compileKeep = (rule: KeepRule, place: Place, session: ResponseSession): MadeNode | undefined => {
  const isList = place.of !== undefined && place.collection;
  if (isList || isObjectKind(kindOfPlace(place, session))) {
    const key = isList ? 'rules/shape:keep-list' : 'rules/shape:keep-object';
    session.report.error(key, rule.position, { name: place.name });
    return undefined;
  }
  const reason = rule.reason?.value;
  return {
    node: keepNode(keepFormat(rule, place, session), place, session),
    notes: { position: rule.position, types: typesAt(place), ...(reason !== undefined && { reason }) },
  };
};

/** Returns the JSON type of Microsoft's declaration; undefined if it isn't known. */
const acceptedKind = (place: Place, session: Session): Accepts | undefined => {
  if (place.of === undefined) return undefined;
  if (place.collection) return 'array';
  const kind = kindOfPlace(place, session);
  if (isObjectKind(kind)) return 'object';
  return place.of.type === 'number' || place.of.type === 'boolean' ? place.of.type : 'text';
};

const compileTransformAt = (rule: TransformRule, place: Place, session: ResponseSession): MadeNode | undefined => {
  const written = compileTransform(rule, session);
  const kind = acceptedKind(place, session);
  if (written === undefined) return undefined;
  if (kind !== undefined && transforms.get(rule.name)?.accepts.includes(kind) === false) {
    session.report.error('rules/shape:transform', rule.position, { name: place.name, transform: rule.name, kind });
    return undefined;
  }
  const node = withKind(written, rule, place, session);
  const reason = rule.reason?.value;
  return (
    node && { node, notes: { position: rule.position, types: typesAt(place), ...(reason !== undefined && { reason }) } }
  );
};

/** Returns a key that is equal for places at which a rule produces the same node. */
const placeKey = ({ of, collection, name }: Place, removed: boolean): string =>
  JSON.stringify([of, collection, name, removed]);

/** Compiles a rule at a place. Returns the index of its node; undefined after a reported mistake. */
export const compileRule = (
  written: ResponseRule,
  place: Place,
  session: ResponseSession,
  removed = false,
): number | undefined => {
  const rule = session.resolve(written);
  if (rule === undefined) return undefined;
  const make = (): MadeNode | undefined => {
    switch (rule.rule) {
      case 'object':
        return compileObject(rule, place, session);
      case 'array':
        return compileArray(rule, place, session, removed);
      case 'by-type':
        return compileByType(rule, place, session);
      case 'keep':
        return compileKeep(rule, place, session);
      case 'keep-all':
        return expandKeepAll(rule.position, place, session);
      case 'transform':
        return compileTransformAt(rule, place, session);
    }
  };
  const name = rule.rule === 'object' || rule.rule === 'by-type' ? { ...place, name: '' } : place;
  return session.nodes.once(rule, placeKey(name, removed), make);
};

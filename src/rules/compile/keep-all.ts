import type { Position } from '../../diagnostics/index.ts';
import { propertiesOf } from '../../graph-types/index.ts';
import { keepNode, knownFormat } from './keep-format.ts';
import { type MadeNode, type Nodes, typesAt } from './nodes.ts';
import { holdsNoString, kindOfPlace, type Place, propertyOf, type TypeOf, typesOf } from './place.ts';
import type { Session } from './session.ts';

type ExpandSession = Session & { readonly nodes: Nodes };

const expandLeaf = (position: Position, place: Place, session: Session): MadeNode | undefined => {
  const format = knownFormat(place, session) ?? (holdsNoString(place) ? ({ format: 'none' } as const) : undefined);
  if (format === undefined) {
    session.report.error('rules/keep-all', position, { name: place.name });
    return undefined;
  }
  return { node: keepNode(format, place, session), notes: { position, types: typesAt(place), expanded: true } };
};

const expandObject = (position: Position, place: Place, of: TypeOf, session: ExpandSession): MadeNode | undefined => {
  const types = typesOf(session, of.version);
  if (types[of.type]?.open === true) {
    session.report.error('rules/keep-all:open', position, { type: of.type });
    return undefined;
  }
  const structural = propertiesOf(types, of.type).filter(({ property }) => !property.navigation);
  const properties = new Map<string, number>();
  for (const { name } of structural) {
    const found = propertyOf(of, name, session);
    const index = found && expandAt(position, found.place, session);
    if (index !== undefined) properties.set(name, index);
  }
  return {
    node: { node: 'object', properties: Object.fromEntries(properties), links: [] },
    notes: { position, types: typesAt(place), expanded: true },
  };
};

/** Expands `keep-all` once for each kind of place. */
const expandAt = (position: Position, place: Place, session: ExpandSession): number | undefined =>
  session.nodes.once(position, JSON.stringify([place.of, place.collection, place.name]), () =>
    expandKeepAll(position, place, session),
  );

/**
 * Expands `keep-all` to Microsoft's declared properties with their formats; returns undefined after a reported mistake.
 */
export const expandKeepAll = (position: Position, place: Place, session: ExpandSession): MadeNode | undefined => {
  const { of } = place;
  if (of === undefined) {
    session.report.error('rules/keep-all:unknown', position);
    return undefined;
  }
  if (place.collection) {
    const item = expandAt(position, { ...place, collection: false }, session);
    return item === undefined
      ? undefined
      : { node: { node: 'array', item }, notes: { position, types: [of.type], expanded: true } };
  }
  const kind = kindOfPlace(place, session);
  return kind === 'scalar' || kind === 'enum'
    ? expandLeaf(position, place, session)
    : expandObject(position, place, of, session);
};

import {
  descendants,
  findPrivacy,
  findProperty,
  type GraphType,
  type GraphVersion,
  lineage,
  type PrivacyEntry,
  propertiesOf,
} from '../../graph-types/index.ts';
import type { Session } from './session.ts';

/** A type of one version of the API: a Graph name, `string`, `number` or `boolean`. */
export type TypeOf = { readonly version: GraphVersion; readonly type: string };

/** Microsoft's declaration of a place in a response. */
export type Place = {
  /** The type of the value, or of its items if `collection` is true. Absent if it isn't known. */
  readonly of?: TypeOf;
  readonly collection: boolean;
  /** The name for diagnostics: `event.attendees`. */
  readonly name: string;
  readonly privacy?: PrivacyEntry;
};

/** A place without any known type. */
export const unknownPlace = (name: string): Place => ({ collection: false, name });

type Types = Readonly<Record<string, GraphType>>;

export const typesOf = ({ input }: Session, version: GraphVersion): Types => input.types[version];

/** Returns Microsoft's declaration of the type at a place if it has properties or members. */
const typeAt = ({ of }: Place, session: Session): GraphType | undefined => of && typesOf(session, of.version)[of.type];

export const kindOfPlace = (place: Place, session: Session): GraphType['kind'] | 'scalar' | 'unknown' =>
  place.of === undefined ? 'unknown' : (typeAt(place, session)?.kind ?? 'scalar');

/** Returns the members of the enum at a place, otherwise its words in the privacy table. */
export const membersAt = (place: Place, session: Session): readonly string[] | undefined =>
  typeAt(place, session)?.members ?? place.privacy?.values;

/** True if only numbers and booleans occur, so that no format for strings is needed. */
export const holdsNoString = ({ of }: Place): boolean => of?.type === 'number' || of?.type === 'boolean';

/** True if Microsoft's type is a string, a date or an enum, so that a number or a boolean has the wrong type. */
export const holdsOnlyText = (place: Place, session: Session): boolean =>
  place.of?.type === 'string' || kindOfPlace(place, session) === 'enum';

const otherVersion = { 'v1.0': 'beta', beta: 'v1.0' } as const;

/** A property and its origin: this version of the API, only the other version, or a declaration in the rules. */
export type FoundProperty = {
  readonly place: Place;
  readonly navigation: boolean;
  readonly found: 'declared' | 'other-version' | 'undeclared';
};

const placeOf = (version: GraphVersion, type: string, rest: Omit<Place, 'of'>): Place => ({
  ...rest,
  ...(type !== 'any' && { of: { version, type } }),
});

/** Returns the types whose properties a value of this type may have: itself, its ancestors and descendants. */
export const relatives = (types: Types, name: string): readonly string[] => [
  ...lineage(types, name),
  ...descendants(types, name),
];

const isUndeclared = ({ version, type }: TypeOf, property: string, session: Session): boolean =>
  [session.library.main, ...session.library.shared()].some(({ undeclared }) =>
    relatives(typesOf(session, version), type).some((name) => undeclared.get(name)?.value.has(property)),
  );

/** Looks up a property of a type. Returns undefined if neither Microsoft nor the rules declare it. */
export const propertyOf = (of: TypeOf, property: string, session: Session): FoundProperty | undefined => {
  const { version, type } = of;
  const { types, privacy: table } = session.input;
  const privacy = findPrivacy(types[version], table, type, property);
  const rest = { name: `${type}.${property}`, ...(privacy !== undefined && { privacy }) };
  const here = findProperty(types[version], type, property);
  const declared = here ?? findProperty(types[otherVersion[version]], type, property);
  if (declared !== undefined) {
    const { type: its, collection, navigation } = declared.property;
    const otherwise = isUndeclared(of, property, session) ? 'undeclared' : 'other-version';
    const found = here === undefined ? otherwise : 'declared';
    return { place: placeOf(version, its, { ...rest, collection }), navigation, found };
  }
  if (!isUndeclared(of, property, session)) return undefined;
  const known = privacy?.undeclared ?? 'any';
  const place = placeOf(version, known.replace(/\[\]$/, ''), { ...rest, collection: known.endsWith('[]') });
  return { place, navigation: false, found: 'undeclared' };
};

/** Returns all property names that a value of the type may have, for suggestions. */
export const propertyNames = ({ version, type }: TypeOf, session: Session): readonly string[] => {
  const types = typesOf(session, version);
  return [type, ...descendants(types, type)].flatMap((name) => propertiesOf(types, name).map((found) => found.name));
};

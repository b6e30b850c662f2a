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
  /** Its type, or that of its items where `collection`. Absent where it is not known. */
  readonly of?: TypeOf;
  readonly collection: boolean;
  /** How to call it in a diagnostic: `event.attendees`. */
  readonly name: string;
  readonly privacy?: PrivacyEntry;
};

/** Nothing is known of it. */
export const unknownPlace = (name: string): Place => ({ collection: false, name });

type Types = Readonly<Record<string, GraphType>>;

export const typesOf = ({ input }: Session, version: GraphVersion): Types => input.types[version];

/** Microsoft's entry for the type at a place, where it is one with properties or members. */
const typeAt = ({ of }: Place, session: Session): GraphType | undefined => of && typesOf(session, of.version)[of.type];

export const kindOfPlace = (place: Place, session: Session): GraphType['kind'] | 'scalar' | 'unknown' =>
  place.of === undefined ? 'unknown' : (typeAt(place, session)?.kind ?? 'scalar');

/** Members of the enum at a place, otherwise its words in the privacy table. */
export const membersAt = (place: Place, session: Session): readonly string[] | undefined =>
  typeAt(place, session)?.members ?? place.privacy?.values;

/** True where only numbers and booleans come, so that a string needs no format. */
export const holdsNoString = ({ of }: Place): boolean => of?.type === 'number' || of?.type === 'boolean';

/** True where Microsoft's type is a string, a date or an enum: a number or a boolean there is of the wrong type. */
export const holdsOnlyText = (place: Place, session: Session): boolean =>
  place.of?.type === 'string' || kindOfPlace(place, session) === 'enum';

const otherVersion = { 'v1.0': 'beta', beta: 'v1.0' } as const;

/** How a property was found: in this version of the API, only in the other one, or declared by the rules. */
export type FoundProperty = {
  readonly place: Place;
  readonly navigation: boolean;
  readonly found: 'declared' | 'other-version' | 'undeclared';
};

const placeOf = (version: GraphVersion, type: string, rest: Omit<Place, 'of'>): Place => ({
  ...rest,
  ...(type !== 'any' && { of: { version, type } }),
});

/** Types whose properties a value of this type may have: itself, its ancestors and descendants. */
export const relatives = (types: Types, name: string): readonly string[] => [
  ...lineage(types, name),
  ...descendants(types, name),
];

const isUndeclared = ({ version, type }: TypeOf, property: string, session: Session): boolean =>
  [session.library.main, ...session.library.shared()].some(({ undeclared }) =>
    relatives(typesOf(session, version), type).some((name) => undeclared.get(name)?.value.has(property)),
  );

/** Looks a property of a type up; undefined if neither Microsoft nor the rules declare it. */
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

/** Every property name that a value of the type may have, for suggestions. */
export const propertyNames = ({ version, type }: TypeOf, session: Session): readonly string[] => {
  const types = typesOf(session, version);
  return [type, ...descendants(types, type)].flatMap((name) => propertiesOf(types, name).map((found) => found.name));
};

import {
  descendants,
  findPrivacy,
  findProperty,
  type GraphType,
  type GraphVersion,
  lineage,
  type PrivacyEntry,
} from '../../type-index/index.ts';
import type { Session } from './session.ts';

/** What Microsoft says can stand at a place of an answer. */
export type Place = {
  readonly version?: GraphVersion;
  /** A Graph type, `string`, `number` or `boolean`; of the items where `collection`. Absent where it is not known. */
  readonly type?: string;
  readonly collection: boolean;
  /** How to call it in a diagnostic: `event.attendees`. */
  readonly name: string;
  readonly privacy?: PrivacyEntry;
};

/** Nothing is known of it. */
export const unknownPlace = (name: string): Place => ({ collection: false, name });

type Types = Readonly<Record<string, GraphType>>;

export const typesOf = ({ input }: Session, version: GraphVersion): Types => input.types[version];

export const kindOfPlace = (place: Place, session: Session): GraphType['kind'] | 'scalar' | 'unknown' => {
  if (place.type === undefined || place.version === undefined) return 'unknown';
  return typesOf(session, place.version)[place.type]?.kind ?? 'scalar';
};

const otherVersion = { 'v1.0': 'beta', beta: 'v1.0' } as const;

/** How a property was found: in this version of the API, only in the other one, or said to be there by the rules. */
export type FoundProperty = {
  readonly place: Place;
  readonly navigation: boolean;
  readonly found: 'declared' | 'other-version' | 'undeclared';
};

const placeOf = (type: string, collection: boolean, rest: Omit<Place, 'type' | 'collection'>): Place => ({
  ...rest,
  collection,
  ...(type !== 'any' && { type }),
});

/** Types whose properties a value of this type may have: itself, its ancestors and descendants. */
export const relatives = (types: Types, name: string): readonly string[] => [
  ...lineage(types, name),
  ...descendants(types, name),
];

const isUndeclared = (type: string, property: string, version: GraphVersion, session: Session): boolean =>
  [session.library.main, ...session.library.shared()].some(({ undeclared }) =>
    relatives(typesOf(session, version), type).some((name) => undeclared.get(name)?.value.has(property)),
  );

/** Looks a property up at a place of a known object type; undefined where Microsoft has none of that name. */
export const propertyAt = (
  place: Place & { readonly version: GraphVersion; readonly type: string },
  property: string,
  session: Session,
): FoundProperty | undefined => {
  const { version, type } = place;
  const { types, privacy: table } = session.input;
  const privacy = findPrivacy(types[version], table, type, property);
  const rest = { version, name: `${type}.${property}`, ...(privacy !== undefined && { privacy }) };
  const here = findProperty(types[version], type, property);
  const declared = here ?? findProperty(types[otherVersion[version]], type, property);
  if (declared !== undefined) {
    const { type: its, collection, navigation } = declared.property;
    return {
      place: placeOf(its, collection, rest),
      navigation,
      found: here === undefined ? 'other-version' : 'declared',
    };
  }
  if (!isUndeclared(type, property, version, session)) return undefined;
  const [, its = 'any', list = ''] = /^(.*?)(\[\])?$/.exec(privacy?.undeclared ?? '') ?? [];
  const known = privacy?.undeclared === undefined ? { collection: false, ...rest } : placeOf(its, list !== '', rest);
  return { place: known, navigation: false, found: 'undeclared' };
};

/** Every property name that a value of the type may have, for suggestions. */
export const propertyNames = (
  place: { readonly version: GraphVersion; readonly type: string },
  session: Session,
): readonly string[] => {
  const types = typesOf(session, place.version);
  return relatives(types, place.type).flatMap((name) => Object.keys(types[name]?.properties ?? {}));
};

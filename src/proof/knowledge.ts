import {
  descendants,
  findPrivacy,
  findProperty,
  type GraphProperty,
  type GraphType,
  type GraphVersion,
  lineage,
  type PrivacyEntry,
  type PrivacyTable,
  propertiesOf,
  type TypeIndex,
} from '../graph-types/index.ts';

/** Microsoft's types and the project's judgement of them. */
export type Knowledge = { readonly types: TypeIndex; readonly privacy: PrivacyTable };

/** A property of a type, with its facts from Microsoft and its judgement. */
export type KnownProperty = {
  readonly name: string;
  /** A Graph name or a primitive; undefined if the type isn't known. */
  readonly type: string | undefined;
  readonly collection: boolean;
  readonly navigation: boolean;
  /** The declaring type; several if subtypes of the given type declare the same property. */
  readonly declaredBy: readonly string[];
  /** Microsoft's type lacks it in both versions of the API. */
  readonly undeclared: boolean;
  readonly privacy: PrivacyEntry | undefined;
};

type Types = Readonly<Record<string, GraphType>>;

const otherVersion = { 'v1.0': 'beta', beta: 'v1.0' } as const;

const known = (
  declaredBy: string,
  name: string,
  { type, collection, navigation }: GraphProperty,
  asked: string,
  version: GraphVersion,
  { types, privacy }: Knowledge,
): KnownProperty => ({
  name,
  type: type === 'any' ? undefined : type,
  collection,
  navigation,
  declaredBy: [declaredBy],
  undeclared: false,
  privacy: findPrivacy(types[version], privacy, declaredBy, name) ?? findPrivacy(types[version], privacy, asked, name),
});

/** Merges equal properties of several types. */
const together = (properties: readonly KnownProperty[]): readonly KnownProperty[] => {
  const found = new Map<string, KnownProperty>();
  for (const property of properties) {
    const { declaredBy, privacy, ...rest } = property;
    const key = JSON.stringify([rest, privacy?.class]);
    found.set(key, { ...property, declaredBy: [...(found.get(key)?.declaredBy ?? []), ...declaredBy] });
  }
  return [...found.values()];
};

/** Returns the types from below `type` down to `descendant`. */
const branch = (types: Types, type: string, descendant: string): readonly string[] => {
  const own = new Set(lineage(types, type));
  return lineage(types, descendant).filter((name) => !own.has(name));
};

/** Results of `propertiesAt` by privacy table, types, and arguments: rules ask for few types, and for each many times. */
const remembered = new WeakMap<PrivacyTable, WeakMap<Types, Map<string, readonly KnownProperty[]>>>();

const mostRemembered = 500;

const memoOf = (privacy: PrivacyTable, types: Types): Map<string, readonly KnownProperty[]> => {
  const byTypes = remembered.get(privacy) ?? new WeakMap<Types, Map<string, readonly KnownProperty[]>>();
  remembered.set(privacy, byTypes);
  const memo = byTypes.get(types) ?? new Map<string, readonly KnownProperty[]>();
  byTypes.set(types, memo);
  return memo;
};

/**
 * Returns every property that a value of the type may have: own and inherited ones, and those of each subtype that has
 * a property in `named` (a polymorphic value is processed by the rules of its place).
 */
export const propertiesAt = (
  type: string,
  named: ReadonlySet<string>,
  version: GraphVersion,
  knowledge: Knowledge,
): readonly KnownProperty[] => {
  const memo = memoOf(knowledge.privacy, knowledge.types[version]);
  const key = [type, ...named].join(' ');
  const properties = memo.get(key) ?? findProperties(type, named, version, knowledge);
  if (memo.size === mostRemembered) memo.clear();
  memo.set(key, properties);
  return properties;
};

const findProperties = (
  type: string,
  named: ReadonlySet<string>,
  version: GraphVersion,
  knowledge: Knowledge,
): readonly KnownProperty[] => {
  const types = knowledge.types[version];
  const own = propertiesOf(types, type).map(({ declaredBy, name, property }) =>
    known(declaredBy, name, property, type, version, knowledge),
  );
  const ownNames = new Set(own.map(({ name }) => name));
  const speaksOf = (name: string): boolean =>
    Object.keys(types[name]?.properties ?? {}).some((property) => named.has(property) && !ownNames.has(property));
  const spoken = new Set(
    descendants(types, type)
      .filter(speaksOf)
      .flatMap((name) => branch(types, type, name)),
  );
  const further = [...spoken].flatMap((declaredBy) =>
    Object.entries(types[declaredBy]?.properties ?? {}).map(([name, property]) =>
      known(declaredBy, name, property, type, version, knowledge),
    ),
  );
  return [...own, ...together(further)];
};

/** A property that the rules name although this version's type lacks it. */
export const strangerAt = (type: string, name: string, version: GraphVersion, knowledge: Knowledge): KnownProperty => {
  const elsewhere = findProperty(knowledge.types[otherVersion[version]], type, name);
  if (elsewhere !== undefined) return known(elsewhere.declaredBy, name, elsewhere.property, type, version, knowledge);
  const privacy = findPrivacy(knowledge.types[version], knowledge.privacy, type, name);
  const [, item, list = ''] = /^(.*?)(\[\])?$/.exec(privacy?.undeclared ?? '') ?? [];
  return {
    name,
    type: item === undefined || item === '' || item === 'any' ? undefined : item,
    collection: list !== '',
    navigation: false,
    declaredBy: [type],
    undeclared: true,
    privacy,
  };
};

/** Formats a type, for example `dateTimeTimeZone[]`. Returns an empty text if the type isn't known. */
export const typeText = ({ type, collection }: Pick<KnownProperty, 'type' | 'collection'>): string =>
  type === undefined ? '' : `${type}${collection ? '[]' : ''}`;

/** True if a value of the type has properties. */
export const isObjectType = (type: string | undefined, version: GraphVersion, { types }: Knowledge): boolean => {
  if (type === undefined) return false;
  const kind = (types[version][type] ?? types[otherVersion[version]][type])?.kind;
  return kind === 'entity' || kind === 'complex';
};

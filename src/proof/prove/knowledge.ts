import {
  type DeclaredProperty,
  descendants,
  findPrivacy,
  findProperty,
  type GraphVersion,
  lineage,
  type PrivacyEntry,
  type PrivacyTable,
  type TypeIndex,
} from '../../rule-engine/type-index/index.ts';

/** Microsoft's types and the project's judgement of them. */
export type Knowledge = { readonly types: TypeIndex; readonly privacy: PrivacyTable };

/** A property as the proof, the documents and the reference speak of it. */
export type KnownProperty = {
  readonly name: string;
  /** A Graph name or a primitive; undefined where nothing says it. */
  readonly type: string | undefined;
  readonly collection: boolean;
  readonly navigation: boolean;
  readonly declaredBy: string;
  /** Microsoft's type lacks it in both versions of the API. */
  readonly undeclared: boolean;
  readonly privacy: PrivacyEntry | undefined;
};

const known = (
  declared: DeclaredProperty,
  type: string,
  version: GraphVersion,
  { types, privacy }: Knowledge,
): KnownProperty => ({
  name: declared.name,
  type: declared.property.type === 'any' ? undefined : declared.property.type,
  collection: declared.property.collection,
  navigation: declared.property.navigation,
  declaredBy: declared.declaredBy,
  undeclared: false,
  privacy: findPrivacy(types[version], privacy, type, declared.name),
});

/** Every property that a value of the type may have: its own, inherited ones, and those of types built upon it. */
export const propertiesAt = (
  type: string,
  version: GraphVersion,
  knowledge: Knowledge,
): ReadonlyMap<string, KnownProperty> => {
  const types = knowledge.types[version];
  const names = [...lineage(types, type).toReversed(), ...descendants(types, type)];
  const properties = new Map<string, KnownProperty>();
  for (const declaredBy of names)
    for (const [name, property] of Object.entries(types[declaredBy]?.properties ?? {}))
      if (!properties.has(name)) properties.set(name, known({ declaredBy, name, property }, type, version, knowledge));
  return properties;
};

/** A property that the rules name though this version's type lacks it. */
export const undeclaredProperty = (
  type: string,
  name: string,
  version: GraphVersion,
  knowledge: Knowledge,
): KnownProperty => {
  const other = knowledge.types[version === 'beta' ? 'v1.0' : 'beta'];
  const elsewhere = findProperty(other, type, name);
  if (elsewhere !== undefined) return known(elsewhere, type, version, knowledge);
  const privacy = findPrivacy(knowledge.types[version], knowledge.privacy, type, name);
  const [, item, list = ''] = /^(.*?)(\[\])?$/.exec(privacy?.undeclared ?? '') ?? [];
  return {
    name,
    type: item === undefined || item === '' || item === 'any' ? undefined : item,
    collection: list !== '',
    navigation: false,
    declaredBy: type,
    undeclared: true,
    privacy,
  };
};

/** `dateTimeTimeZone[]`; empty where nothing says it. */
export const typeText = ({ type, collection }: Pick<KnownProperty, 'type' | 'collection'>): string =>
  type === undefined ? '' : `${type}${collection ? '[]' : ''}`;

/** Whether a value of the type has properties of its own. */
export const isObjectType = (type: string | undefined, version: GraphVersion, { types }: Knowledge): boolean => {
  if (type === undefined) return false;
  const kind = (types[version][type] ?? types[version === 'beta' ? 'v1.0' : 'beta'][type])?.kind;
  return kind === 'entity' || kind === 'complex';
};

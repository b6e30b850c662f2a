import {
  descendants,
  findPrivacy,
  findProperty,
  type GraphVersion,
  type PrivacyTable,
  propertiesOf,
  type TypeIndex,
} from '../../graph-types/index.ts';

/** Microsoft's types and the project's judgement of them. */
export type Known = { readonly types: TypeIndex; readonly privacy: PrivacyTable };

/** The parts of a property's type that documents depend on. */
export type Holds = { readonly type: string | undefined; readonly collection: boolean; readonly navigation: boolean };

const otherVersion = { 'v1.0': 'beta', beta: 'v1.0' } as const;

const holds = (type: string, collection: boolean, navigation = false): Holds => ({
  type: type === 'any' || type === '' ? undefined : type,
  collection,
  navigation,
});

const readProperties = (type: string, version: GraphVersion, { types }: Known): ReadonlyMap<string, Holds> => {
  const found = new Map<string, Holds>();
  for (const name of [type, ...descendants(types[version], type)])
    for (const { name: property, property: declared } of propertiesOf(types[version], name))
      if (!found.has(property)) found.set(property, holds(declared.type, declared.collection, declared.navigation));
  return found;
};

const read = new WeakMap<Known, Map<string, ReadonlyMap<string, Holds>>>();

/** Returns every property that a value of the type may have: own, inherited, and those of all subtypes. */
export const everyProperty = (type: string, version: GraphVersion, known: Known): ReadonlyMap<string, Holds> => {
  const before = read.get(known) ?? new Map<string, ReadonlyMap<string, Holds>>();
  read.set(known, before);
  const key = `${version} ${type}`;
  const properties = before.get(key) ?? readProperties(type, version, known);
  before.set(key, properties);
  return properties;
};

/** Returns the type of a property that this version's type lacks, from the other version or the privacy table. */
export const propertyElsewhere = (type: string, name: string, version: GraphVersion, known: Known): Holds => {
  const elsewhere = findProperty(known.types[otherVersion[version]], type, name)?.property;
  if (elsewhere !== undefined) return holds(elsewhere.type, elsewhere.collection, elsewhere.navigation);
  const written = findPrivacy(known.types[version], known.privacy, type, name)?.undeclared ?? '';
  return holds(written.replace(/\[\]$/, ''), written.endsWith('[]'));
};

/** True if a value of the type has properties. */
export const hasProperties = (type: string | undefined, version: GraphVersion, { types }: Known): boolean => {
  if (type === undefined) return false;
  const kind = (types[version][type] ?? types[otherVersion[version]][type])?.kind;
  return kind === 'entity' || kind === 'complex';
};

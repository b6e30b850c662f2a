import {
  type GraphProperty,
  type GraphType,
  type GraphVersion,
  propertiesOf,
  type TypeIndex,
} from '../../graph-types/index.ts';
import type { EndpointProof } from '../proof.ts';
import type { OtherTypes } from './read-types-folder.ts';

type Types = Readonly<Record<string, GraphType>>;

/** A difference in another publication of Microsoft's types, in a type that an endpoint can return. */
export type TypeDifference = {
  readonly version: GraphVersion;
  readonly what: 'property-added' | 'property-removed' | 'property-changed' | 'member-added' | 'type-added';
  readonly type: string;
  /** The property or the member; absent for a new subtype of `type`. */
  readonly name?: string;
  /** `string[]`; for a change `string → string[]`; the name of an added type. */
  readonly detail: string;
  /** Endpoints whose responses can contain the difference. */
  readonly endpoints: readonly string[];
};

const written = ({ type, collection }: GraphProperty): string => `${type}${collection ? '[]' : ''}`;

const itemType = (type: string): string => type.replace(/\[\]$/, '');

/** Returns the types that occur in an endpoint's response, from the rows of the proof. */
const reachOf = ({ entity, rows }: EndpointProof, types: Types): ReadonlySet<string> => {
  const inside = rows.filter(({ navigation, disposition }) => !navigation || disposition !== 'dropped');
  const further = rows.flatMap(({ declaredBy }) => (declaredBy.length > 1 ? declaredBy : []));
  const names = [entity ?? '', ...inside.map(({ type }) => itemType(type)), ...further];
  return new Set(names.filter((name) => types[name] !== undefined));
};

/** Returns own and inherited properties, so that a property that moved to a base type doesn't count as a difference. */
const allOf = (types: Types, name: string): ReadonlyMap<string, GraphProperty> =>
  new Map(propertiesOf(types, name).map(({ name: property, property: declared }) => [property, declared]));

type Found = Omit<TypeDifference, 'version' | 'endpoints'>;

/** Returns the properties of a new type and of other new types that it refers to. */
const contentOf = (name: string, ours: Types, theirs: Types, seen: Set<string>): readonly Found[] => {
  if (ours[name] !== undefined || seen.has(name)) return [];
  seen.add(name);
  return Object.entries(theirs[name]?.properties ?? {}).flatMap(([property, declared]): readonly Found[] => [
    { what: 'property-added', type: name, name: property, detail: written(declared) },
    ...(declared.navigation ? [] : contentOf(declared.type, ours, theirs, seen)),
  ]);
};

const propertyDifferences = (type: string, ours: Types, theirs: Types): readonly Found[] => {
  const [before, after] = [allOf(ours, type), allOf(theirs, type)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): readonly Found[] => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === undefined && now !== undefined)
      return [
        { what: 'property-added', type, name, detail: written(now) },
        ...(now.navigation ? [] : contentOf(now.type, ours, theirs, new Set())),
      ];
    if (old !== undefined && now === undefined) return [{ what: 'property-removed', type, name, detail: written(old) }];
    return old !== undefined && now !== undefined && written(old) !== written(now)
      ? [{ what: 'property-changed', type, name, detail: `${written(old)} → ${written(now)}` }]
      : [];
  });
};

const differencesOf = (type: string, ours: Types, theirs: Types): readonly Found[] => {
  const [before, after] = [ours[type], theirs[type]];
  if (after === undefined) return [];
  const members = (after.members ?? []).filter((member) => before?.members?.includes(member) === false);
  const built = after.derived.filter((name) => ours[name] === undefined);
  return [
    ...propertyDifferences(type, ours, theirs),
    ...members.map((name): Found => ({ what: 'member-added', type, name, detail: 'a word of this list' })),
    ...built.map((name): Found => ({ what: 'type-added', type, detail: name })),
  ];
};

/**
 * Compares another publication of Microsoft's types with the index, within the types that proven endpoints can return.
 * Skips API versions that the publication doesn't have.
 */
export const compareTypes = (
  endpoints: readonly EndpointProof[],
  ours: TypeIndex,
  theirs: OtherTypes,
): readonly TypeDifference[] => {
  const differences = new Map<string, TypeDifference>();
  for (const endpoint of endpoints) {
    const { version, pathTemplate } = endpoint;
    const other = version === undefined ? undefined : theirs[version];
    if (version === undefined || other === undefined) continue;
    for (const type of reachOf(endpoint, ours[version]))
      for (const found of differencesOf(type, ours[version], other.types)) {
        const key = JSON.stringify([version, found]);
        const before = differences.get(key)?.endpoints ?? [];
        differences.set(key, { ...found, version, endpoints: [...new Set([...before, pathTemplate])] });
      }
  }
  return [...differences.values()];
};

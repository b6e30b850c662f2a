import type { GraphProperty, GraphType, PrivacyEntry, PrivacyTable } from './graph-type.ts';

type Types = Readonly<Record<string, GraphType>>;

/** Returns a type, then its base, the base's base, and so on. For an unknown name, returns only the name. */
export const lineage = (types: Types, name: string): readonly string[] => {
  const names = [name];
  for (let base = types[name]?.base; base !== undefined && !names.includes(base); base = types[base]?.base)
    names.push(base);
  return names;
};

const found = new WeakMap<Types, Map<string, readonly string[]>>();

/** Returns all subtypes of a type, nearest first. */
export const descendants = (types: Types, name: string): readonly string[] => {
  const known = found.get(types) ?? new Map<string, readonly string[]>();
  found.set(types, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const names = new Set(types[name]?.derived);
  for (const next of names) for (const derived of types[next]?.derived ?? []) names.add(derived);
  const all = [...names];
  if (types[name] !== undefined) known.set(name, all);
  return all;
};

/** Returns the first match on the type, its ancestors and then its descendants, which are many and rarely needed. */
const firstOf = <Found>(types: Types, name: string, look: (type: string) => Found | undefined): Found | undefined => {
  for (const type of lineage(types, name)) {
    const found = look(type);
    if (found !== undefined) return found;
  }
  for (const type of descendants(types, name)) {
    const found = look(type);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** A property and the type that declares it. */
export type DeclaredProperty = { readonly declaredBy: string; readonly name: string; readonly property: GraphProperty };

/** Own and inherited properties, starting with those of the topmost base. */
export const propertiesOf = (types: Types, name: string): readonly DeclaredProperty[] =>
  lineage(types, name)
    .toReversed()
    .flatMap((declaredBy) =>
      Object.entries(types[declaredBy]?.properties ?? {}).map(([property, declared]) => ({
        declaredBy,
        name: property,
        property: declared,
      })),
    );

/** Looks up a property on the type, its ancestors and then its descendants, because a value can be of a subtype. */
export const findProperty = (types: Types, name: string, property: string): DeclaredProperty | undefined =>
  firstOf(types, name, (declaredBy) => {
    const declared = types[declaredBy]?.properties[property];
    return declared && { declaredBy, name: property, property: declared };
  });

/** Looks up the project's judgement of a property on the type, its ancestors and then its descendants. */
export const findPrivacy = (
  types: Types,
  privacy: PrivacyTable,
  name: string,
  property: string,
): PrivacyEntry | undefined => firstOf(types, name, (declaredBy) => privacy[declaredBy]?.[property]);

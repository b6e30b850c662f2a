import {
  descendants,
  findPrivacy,
  findProperty,
  type GraphVersion,
  lineage,
  type TypeIndex,
} from '../../graph-types/index.ts';
import type { Knowledge } from '../knowledge.ts';

type Types = TypeIndex[GraphVersion];

type At = { readonly version: GraphVersion; readonly entity: string; readonly knowledge: Knowledge };

const spellings = new WeakMap<Types, Map<string, ReadonlyMap<string, string>>>();

/** Returns the names of a type's properties by their lower case: of the type, its ancestors and its descendants. */
const spellingsOf = (types: Types, type: string): ReadonlyMap<string, string> => {
  const byType = spellings.get(types) ?? new Map<string, ReadonlyMap<string, string>>();
  spellings.set(types, byType);
  const known = byType.get(type);
  if (known !== undefined) return known;
  const spelled = new Map<string, string>();
  for (const one of [...lineage(types, type), ...descendants(types, type)])
    for (const name of Object.keys(types[one]?.properties ?? {}))
      if (!spelled.has(name.toLowerCase())) spelled.set(name.toLowerCase(), name);
  byType.set(type, spelled);
  return spelled;
};

/** Returns a property's name in Microsoft's spelling. */
const canonical = (written: string, type: string, { version, knowledge: { types } }: At): string =>
  spellingsOf(types[version], type).get(written.toLowerCase()) ?? written;

/** True for a word that Microsoft's type or the project's judgement defines for the property at a path. */
export const isWordOf = (path: string, word: string, at: At): boolean => {
  const { version, entity, knowledge } = at;
  const types = knowledge.types[version];
  const names = path.split('/');
  const last = names.pop() ?? '';
  let type = entity;
  for (const name of names) {
    const next = findProperty(types, type, canonical(name, type, at))?.property.type;
    if (next === undefined) return false;
    type = next;
  }
  const name = canonical(last, type, at);
  const members = types[findProperty(types, type, name)?.property.type ?? '']?.members;
  const judged = findPrivacy(types, knowledge.privacy, type, name);
  if ([...(members ?? []), ...(judged?.values ?? [])].some((known) => known.toLowerCase() === word.toLowerCase()))
    return true;
  return judged?.pattern !== undefined && new RegExp(`^(?:${judged.pattern})$`, 'u').test(word);
};

const memo = new WeakMap<object, ReadonlySet<string>>();

/** True for the name of a property of any Microsoft type. */
export const isPropertyName = (name: string, version: GraphVersion, index: TypeIndex): boolean => {
  const types = index[version];
  let names = memo.get(types);
  if (names === undefined) {
    names = new Set(
      Object.values(types).flatMap(({ properties }) => Object.keys(properties).map((each) => each.toLowerCase())),
    );
    memo.set(types, names);
  }
  return names.has(name.toLowerCase());
};

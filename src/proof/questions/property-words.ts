import {
  descendants,
  findPrivacy,
  findProperty,
  type GraphVersion,
  lineage,
  type TypeIndex,
} from '../../graph-types/index.ts';
import type { Knowledge } from '../knowledge.ts';

type At = { readonly version: GraphVersion; readonly entity: string; readonly knowledge: Knowledge };

/** Returns a property's name in Microsoft's spelling. */
const canonical = (written: string, type: string, { version, knowledge: { types } }: At): string =>
  [...lineage(types[version], type), ...descendants(types[version], type)]
    .flatMap((name) => Object.keys(types[version][name]?.properties ?? {}))
    .find((name) => name.toLowerCase() === written.toLowerCase()) ?? written;

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

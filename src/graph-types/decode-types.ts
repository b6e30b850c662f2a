import type { GraphProperty, GraphType } from './graph-type.ts';

const primitives: ReadonlyMap<string, string> = new Map([
  ['s', 'string'],
  ['n', 'number'],
  ['b', 'boolean'],
  ['?', 'any'],
]);

/** `rest` is parsed on first access to the type. */
type Line = { readonly base?: string; readonly rest: string; readonly isEnum: boolean };

const cut = (text: string): readonly [string, string] => {
  const at = text.indexOf(' ');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
};

const readLine = (text: string): readonly [string, Line] => {
  const [first, afterFirst] = cut(text);
  const [second, rest] = cut(afterFirst);
  if (first === '=') return [second, { rest, isEnum: true }];
  return [first, { ...(second !== '-' && { base: second }), rest, isEnum: false }];
};

const words = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));

/** Decodes the text of `encodeTypes`. Each type is parsed on first access. Open types are listed separately. */
export const decodeTypes = (text: string, open: ReadonlySet<string>): Readonly<Record<string, GraphType>> => {
  const lines = new Map(text.split('\n').map(readLine));
  const derived = new Map<string, string[]>();
  for (const [name, { base }] of lines) {
    if (base === undefined) continue;
    const siblings = derived.get(base);
    if (siblings === undefined) derived.set(base, [name]);
    else siblings.push(name);
  }

  const isEntity = (name: string): boolean => {
    let at: string | undefined = name;
    for (let depth = 0; at !== undefined && depth < 20; depth += 1) {
      if (at === 'entity') return true;
      at = lines.get(at)?.base;
    }
    return false;
  };

  const property = (word: string): readonly [string, GraphProperty] => {
    const [name = '', code = ''] = word.split(':');
    const collection = code.endsWith('*');
    const item = collection ? code.slice(0, -1) : code;
    const type = item.startsWith('#') ? item.slice(1) : (primitives.get(item) ?? 'any');
    return [name, { type, collection, navigation: item.startsWith('#') && isEntity(type) }];
  };

  const readType = (name: string, { base, rest, isEnum }: Line): GraphType => {
    if (isEnum) return { kind: 'enum', properties: Object.create(null), members: words(rest), derived: [] };
    return {
      kind: isEntity(name) ? 'entity' : 'complex',
      ...(base !== undefined && { base }),
      ...(open.has(name) && { open: true }),
      properties: Object.assign(Object.create(null), Object.fromEntries(words(rest).map(property))),
      derived: derived.get(name) ?? [],
    };
  };

  const types: Record<string, GraphType> = Object.create(null);
  for (const [name, line] of lines)
    Object.defineProperty(types, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const value = readType(name, line);
        Object.defineProperty(types, name, { value, enumerable: true });
        return value;
      },
    });
  return types;
};

import { isMap, isNode, isScalar, type Node, parseDocument } from 'yaml';

/** A value to write in place of the one at a path; undefined removes the line of its key. */
export type YamlReplacement = { readonly path: readonly string[]; readonly by: string | undefined };

type Place = { readonly from: number; readonly to: number };

const placeOf = (node: unknown): Place | undefined => {
  if (!isNode(node) || !node.range) return undefined;
  const [from, to] = node.range;
  // The range of a block mapping includes the comments after it.
  const last = isMap(node) && node.flow !== true ? placeOf(node.items.at(-1)?.value) : undefined;
  return { from, to: last?.to ?? to };
};

const keyPlace = (parent: Node | undefined | null, name: string | undefined): Place | undefined =>
  isMap(parent) ? placeOf(parent.items.find(({ key }) => isScalar(key) && key.value === name)?.key) : undefined;

/** Replaces values in a YAML text. All other characters stay. Throws if a path doesn't exist. */
export const replaceInYaml = (text: string, replacements: readonly YamlReplacement[]): string => {
  const document = parseDocument(text);
  const edits = replacements.map(({ path, by }) => {
    const value = placeOf(document.getIn(path, true));
    const key = keyPlace(document.getIn(path.slice(0, -1), true) as Node | undefined, path.at(-1));
    if (value === undefined || key === undefined) throw new Error(`the text has no ${path.join('.')}`);
    return by === undefined ? { from: text.lastIndexOf('\n', key.from), to: value.to, by: '' } : { ...value, by };
  });
  return edits
    .sort((one, other) => other.from - one.from)
    .reduce((done, { from, to, by }) => done.slice(0, from) + by + done.slice(to), text);
};

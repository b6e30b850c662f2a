import { type Document, isMap, parseDocument } from 'yaml';

/** New values of keys, in order; undefined removes a key. */
export type YamlEdit = {
  /** Keys to insert at the beginning of a top-level mapping; skipped if the file has no such mapping. */
  readonly within: { readonly key: string; readonly first: Readonly<Record<string, string | undefined>> };
  /** Keys at the top level. */
  readonly set: Readonly<Record<string, unknown>>;
};

const putFirst = (document: Document, { key, first }: YamlEdit['within']): void => {
  const mapping = document.get(key);
  if (!isMap(mapping)) return;
  const entries = Object.entries(first);
  for (const [name] of entries) mapping.delete(name);
  for (const [name, value] of entries.reverse())
    if (value !== undefined) mapping.items.unshift(document.createPair(name, value));
};

/** Changes keys of a YAML text. Comments and everything else stay as written. */
export const editYaml = (text: string, { within, set }: YamlEdit): string => {
  const document = parseDocument(text);
  putFirst(document, within);
  for (const [key, value] of Object.entries(set))
    document.set(key, document.createNode(value, { aliasDuplicateObjects: false }));
  return document.toString({ lineWidth: 0 });
};

/** A parsed JSON document. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns all texts of a document. */
export const textsOf = (value: Json): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
};

/** Returns the hashes of a text's pseudonyms. */
export const hashesIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\w-])[pt]~([\w-]{43})/g)].map(([, hash = '']) => hash);

/** A person's text as Terraform takes it literally: `${` and `%{` begin nothing. */
export const literal = (text: string): string => text.replaceAll('${', () => '$${').replaceAll('%{', '%%{');

/** The same for every string in a plain value. */
export const literals = <Value>(value: Value): Value => {
  if (typeof value === 'string') return literal(value) as Value;
  if (Array.isArray(value)) return value.map(literals) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [literal(key), literals(item)])) as Value;
};

/** Escapes a person's text for Terraform, so that `${` and `%{` have no special meaning. */
export const escapeTerraform = (text: string): string => text.replaceAll('${', () => '$${').replaceAll('%{', '%%{');

/** Escapes every string in a plain value. */
export const escapeTerraformIn = <Value>(value: Value): Value => {
  if (typeof value === 'string') return escapeTerraform(value) as Value;
  if (Array.isArray(value)) return value.map(escapeTerraformIn) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [escapeTerraform(key), escapeTerraformIn(item)]),
  ) as Value;
};

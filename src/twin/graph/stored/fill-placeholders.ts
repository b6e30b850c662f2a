import type { Cast } from '../../organization/index.ts';

const placeholder = /\{\{\s*(?:token\s+)?(?<name>[\w-]+)\.(?<property>[\w-]+)\s*\}\}/g;

const castValue = ({ people, groups, things }: Cast, name: string, property: string): string | undefined =>
  [people, groups, things].map((list) => list[name]?.[property]).find((value) => value !== undefined);

/** Replaces `{{alice.mail}}` and `{{token alice.id}}` with the cast's values: upstream has plain values. */
export const fillText = (text: string, cast: Cast): string =>
  text.replace(placeholder, (whole, name: string, property: string) => castValue(cast, name, property) ?? whole);

/** Replaces placeholders in every text of a document, including property names. */
export const fillDocument = (value: unknown, cast: Cast): unknown => {
  if (typeof value === 'string') return fillText(value, cast);
  if (Array.isArray(value)) return value.map((item) => fillDocument(item, cast));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [fillText(name, cast), fillDocument(inner, cast)]),
  );
};

/** Replaces every placeholder with `mark`, to find the parts of the text that come from placeholders. */
export const markPlaceholders = (text: string, mark: string): string => text.replace(placeholder, mark);

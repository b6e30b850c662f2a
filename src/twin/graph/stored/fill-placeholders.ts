import type { Cast } from '../../organization/index.ts';

const placeholder = /\{\{\s*(?:token\s+)?(?<name>[\w-]+)\.(?<property>[\w-]+)\s*\}\}/g;

const castValue = ({ people, groups, things }: Cast, name: string, property: string): string | undefined =>
  [people, groups, things].map((list) => list[name]?.[property]).find((value) => value !== undefined);

/** Puts the cast's values in the place of `{{alice.mail}}` and `{{token alice.id}}`: upstream sees plain values. */
export const fillText = (text: string, cast: Cast): string =>
  text.replace(placeholder, (whole, name: string, property: string) => castValue(cast, name, property) ?? whole);

/** The same in every text of a document, property names included. */
export const fillDocument = (value: unknown, cast: Cast): unknown => {
  if (typeof value === 'string') return fillText(value, cast);
  if (Array.isArray(value)) return value.map((item) => fillDocument(item, cast));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [fillText(name, cast), fillDocument(inner, cast)]),
  );
};

/** The text with `mark` in every placeholder, to see which parts of it placeholders make. */
export const markPlaceholders = (text: string, mark: string): string => text.replace(placeholder, mark);

import { kindNamed, type TokenizeValue } from '../../plan/index.ts';
import type { Cast } from '../cast-file.ts';

/** `{{alice.mail}}`, `{{token alice.id}}` of a person, or `{{token design.id as group-id}}`. */
const placeholder = /\{\{\s*(token\s+)?([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)(?:\s+as\s+([a-z0-9-]+))?\s*\}\}/g;

/** Values of the cast by name: `alice.mail`. People take precedence over groups, groups over things. */
export const castValues = ({ people, groups, things }: Cast): ReadonlyMap<string, string> =>
  new Map(
    [things, groups, people].flatMap((kind) =>
      Object.entries(kind).flatMap(([name, values]) =>
        Object.entries(values).map(([key, value]) => [`${name}.${key}`, value] as const),
      ),
    ),
  );

/** The values of placeholders. */
export type Filling = {
  readonly values: ReadonlyMap<string, string>;
  readonly token: TokenizeValue;
  /** Names of kinds that the source declares. */
  readonly kinds: ReadonlySet<string>;
};

/** Thrown if a text names somebody who isn't in the cast. */
export class UnknownPlaceholder extends Error {
  override readonly name = 'UnknownPlaceholder';
}

/** Replaces placeholders with values and tokens. Throws `UnknownPlaceholder`. */
export const fillText = (text: string, { values, token, kinds }: Filling): string =>
  text.replace(placeholder, (_, asToken: string | undefined, name: string, key: string, kind = 'user-id') => {
    const value = values.get(`${name}.${key}`);
    if (value === undefined)
      throw new UnknownPlaceholder(`${name}.${key} isn't in cast.yaml; declare it there, or use a declared name`);
    if (asToken === undefined) return value;
    const made = kindNamed(kind, kinds);
    if (made === undefined) throw new UnknownPlaceholder(`there is no kind ${kind}; see docs/reference/kinds.md`);
    return token(value, made);
  });

/** Replaces placeholders in every text of a document, including property names. */
export const fillDocument = (document: unknown, filling: Filling): unknown => {
  if (typeof document === 'string') return fillText(document, filling);
  if (Array.isArray(document)) return document.map((item) => fillDocument(item, filling));
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [fillText(name, filling), fillDocument(value, filling)]),
  );
};

const shortest = 6;

type Spellings = readonly (readonly [spelled: string, placeholder: string])[];

const prepared = new WeakMap<ReadonlyMap<string, string>, Spellings>();

/** Returns the values with their placeholders, as written and percent-encoded, the longest first. */
const spellingsOf = (values: ReadonlyMap<string, string>): Spellings => {
  const known = prepared.get(values);
  if (known !== undefined) return known;
  const spellings = [...values]
    .filter(([, value]) => value.length >= shortest)
    .sort(([, a], [, b]) => b.length - a.length)
    .flatMap(([name, value]) =>
      [...new Set([value, encodeURIComponent(value)])].map((spelled) => [spelled, `{{${name}}}`] as const),
    );
  prepared.set(values, spellings);
  return spellings;
};

/** Replaces values of the cast with placeholders, the longest first, as written and percent-encoded. */
export const unfillText = (text: string, { values }: Filling): string =>
  spellingsOf(values).reduce((part, [spelled, name]) => part.replaceAll(spelled, name), text);

/** Replaces values with placeholders in every text of a document. */
export const unfillDocument = (document: unknown, filling: Filling): unknown => {
  if (typeof document === 'string') return unfillText(document, filling);
  if (Array.isArray(document)) return document.map((item) => unfillDocument(item, filling));
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [name, unfillDocument(value, filling)]));
};

import { type Entry, entry } from './entry.ts';
import { suggest } from './nearest.ts';

/** A value at a path: the schema's expectation and its description of the setting. */
export type ShapeArgs = { readonly path: string; readonly expected: string; readonly description?: string | undefined };

export type UnknownKeyArgs = { readonly path: string; readonly key: string; readonly known: readonly string[] };

type ShapeEntries<Family extends string> = Readonly<
  Record<`${Family}/unknown-key`, Entry<UnknownKeyArgs>> &
    Record<`${Family}/missing` | `${Family}/invalid-value`, Entry<ShapeArgs>>
>;

/** The three messages about schema violations in a kind of file. */
export const shapeEntries = <Family extends string>(
  family: Family,
  { what, see }: { readonly what: string; readonly see: string },
): ShapeEntries<Family> => {
  const hint = ({ description }: ShapeArgs): string => description ?? see;
  const example = { path: 'key', expected: 'text' };
  return {
    [`${family}/unknown-key`]: entry<UnknownKeyArgs>({
      message: ({ path }) => `${path} isn't ${what}`,
      hint: ({ key, known }) => suggest(key, known, `use one of ${known.join(', ')}`),
      example: { path: 'titel', key: 'titel', known: ['title'] },
    }),
    [`${family}/missing`]: entry<ShapeArgs>({
      message: ({ path, expected }) => `${path} is missing, expected ${expected}`,
      hint,
      example,
    }),
    [`${family}/invalid-value`]: entry<ShapeArgs>({
      message: ({ path, expected }) => `${path} is invalid, expected ${expected}`,
      hint,
      example,
    }),
  } as ShapeEntries<Family>;
};

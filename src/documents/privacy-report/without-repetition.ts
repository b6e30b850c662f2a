import type { ReportAnswer } from './model.ts';

const fewest = 5;

/** Returns every place with content below it: `replies[]`, `replies[].from`. */
const placesOf = (paths: readonly string[]): ReadonlySet<string> =>
  new Set(
    paths.flatMap((path) => {
      const parts = path.split('.');
      return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('.'));
    }),
  );

/**
 * Removes places that repeat the same content: replies to a message are messages. Leaves out a place if everything in
 * it is treated as at the top.
 */
export const withoutRepetition = (
  answer: ReportAnswer,
): { readonly own: ReportAnswer; readonly repeated: readonly string[] } => {
  const { rows, dropped, alike } = answer;
  const signatures = new Map(rows.map(({ path, form, class: name }) => [path, `${form} ${name}`]));
  const repeats = (place: string): boolean => {
    const inside = rows.filter(({ path }) => path.startsWith(`${place}.`));
    return (
      inside.length >= fewest &&
      inside.every(({ path, form, class: name }) => signatures.get(path.slice(place.length + 1)) === `${form} ${name}`)
    );
  };
  const places = [...placesOf(rows.map(({ path }) => path))].filter(repeats);
  const repeated = places.filter((place) => !places.some((other) => place.startsWith(`${other}.`)));
  const isOwn = (path: string): boolean => !repeated.some((place) => path.startsWith(`${place}.`));
  return {
    own: {
      ...answer,
      rows: rows.filter(({ path }) => isOwn(path)),
      alike: alike.filter(({ path }) => isOwn(path)),
      dropped: dropped.map(({ class: name, paths }) => ({ class: name, paths: paths.filter(isOwn) })),
    },
    repeated,
  };
};

/** One parameter as Psoxy's form reads it; `value` is undefined where there is no `=`. */
export type QueryPart = { readonly name: string; readonly value: string | undefined };

const decoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

/** Splits a query that the target parser accepted at `&` and `;`, and decodes names and values once; parts without a name are left out. */
export const queryParts = (query: string | undefined): readonly QueryPart[] =>
  (query ?? '')
    .split(/[&;]/)
    .map((part) => {
      const equals = part.indexOf('=');
      if (equals < 0) return { name: decoded(part), value: undefined };
      return { name: decoded(part.slice(0, equals)), value: decoded(part.slice(equals + 1)) };
    })
    .filter(({ name }) => name !== '');

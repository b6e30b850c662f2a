/** Cells outside of the table have an infinite distance. */
const cell = (line: readonly number[], column: number): number => line[column] ?? Number.POSITIVE_INFINITY;

/** Counts the edits (insert, delete, replace, swap neighbors) that turn one word into the other. */
const distance = (a: string, b: string): number => {
  let before: readonly number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      line.push(
        Math.min(
          cell(above, column) + 1,
          cell(line, column - 1) + 1,
          cell(above, column - 1) + change,
          cell(before, swapped ? column - 2 : -1) + 1,
        ),
      );
    }
    before = above;
    above = line;
  }
  return cell(above, b.length);
};

/** Returns the known name that a misspelled one most likely means; undefined if none is similar. Ignores case. */
export const nearest = (name: string, known: Iterable<string>): string | undefined => {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits <= limit && (best === undefined || edits < best.edits)) best = { candidate, edits };
  }
  return best?.candidate;
};

/** Returns a hint that begins with the most similar known name, if there is one. */
export const suggest = (name: string, known: Iterable<string>, otherwise: string): string => {
  const near = nearest(name, known);
  return near === undefined ? otherwise : `did you mean ${near}?`;
};

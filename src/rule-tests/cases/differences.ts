/** A difference between two documents. */
export type Difference = { readonly path: string; readonly expected: string; readonly actual: string };

const most = 5;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown): string => (value === undefined ? '(nothing)' : JSON.stringify(value));

const compare = (expected: unknown, actual: unknown, path: string, found: Difference[]): void => {
  if (found.length >= most) return;
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const length = Math.max(expected.length, actual.length);
    for (let at = 0; at < length; at += 1) compare(expected[at], actual[at], `${path}[${at}]`, found);
    return;
  }
  if (isObject(expected) && isObject(actual)) {
    for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)]))
      compare(expected[name], actual[name], path === '' ? name : `${path}.${name}`, found);
    return;
  }
  if (show(expected) !== show(actual)) found.push({ path, expected: show(expected), actual: show(actual) });
};

/** Lists the first differences between two documents, in the order of the first. */
export const differences = (expected: unknown, actual: unknown): readonly Difference[] => {
  const found: Difference[] = [];
  compare(expected, actual, '', found);
  return found;
};

/** The segments below a segment of paths; the empty text marks a path that ends there. */
type Tree = Map<string, Tree>;

const grow = (paths: readonly string[]): Tree => {
  const root: Tree = new Map();
  for (const path of paths) {
    let at = root;
    for (const segment of path.split('.')) {
      const next = at.get(segment) ?? new Map();
      at.set(segment, next);
      at = next;
    }
    at.set('', new Map());
  }
  return root;
};

/** Splits `a.b.c` into its parts, without splitting Microsoft's names that contain a dot. */
const whole = (paths: readonly string[]): readonly string[] =>
  paths.map((path) => path.replaceAll('@odata.', '@odata·'));

const within = (names: readonly string[]): string => (names.length === 1 ? (names[0] ?? '') : `{${names.join(', ')}}`);

const write = (tree: Tree): readonly string[] => {
  const alike = new Map<string, { readonly names: string[]; readonly below: readonly string[] }>();
  const ends: string[] = [];
  for (const [name, inner] of tree) {
    if (name === '') continue;
    const below = write(inner);
    if (inner.has('')) ends.push(name);
    if (below.length === 0) continue;
    const key = below.join('\n');
    const group = alike.get(key) ?? { names: [], below };
    alike.set(key, group);
    group.names.push(name);
  }
  const folded = [...alike.values()].flatMap(({ names, below }) => below.map((rest) => `${within(names)}.${rest}`));
  return [...ends, ...folded];
};

/** Combines paths with the same parent: `a.b` and `a.c` become `a.{b, c}`. */
const joinEnds = (paths: readonly string[]): readonly string[] => {
  const byPlace = new Map<string, string[]>();
  for (const path of paths) {
    const at = path.lastIndexOf('.');
    const place = path.slice(0, at + 1);
    byPlace.set(place, [...(byPlace.get(place) ?? []), path.slice(at + 1)]);
  }
  return [...byPlace].flatMap(([place, ends]) => (place === '' ? ends : [`${place}${within(ends)}`]));
};

/** Shortens paths that differ in only one part: `caller.id` and `callee.id` become `{caller, callee}.id`. */
export const foldPaths = (paths: readonly string[]): readonly string[] =>
  joinEnds(write(grow(whole(paths)))).map((path) => path.replaceAll('@odata·', '@odata.'));

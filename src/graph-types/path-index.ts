import { betaFunctions, betaRoots, v1Functions, v1Roots, v1Types } from './generated/paths.generated.ts';
import type { GraphType, GraphVersion, TypeIndex } from './graph-type.ts';
import { descendants, lineage } from './lookups.ts';

/** A resource in Graph's address space: one value of a type, or a collection of them. */
export type GraphResource = { readonly type: string; readonly collection: boolean };

/** The parts of a path template's segment that determine the type of the response. */
export type PathSegment =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'parameter' }
  | { readonly type: 'function'; readonly text: string; readonly parameters: number };

/** The type that a path responds with, and the segments in it that name one item of a collection (`/sites/root`). */
export type PathAnswer = GraphResource & { readonly keys: readonly string[] };

const parameterText = /^\{[^}]*\}$/;
const calledText = /^([^()]+)\(([^()]*)\)$/;

/** Returns the segments of a path template after its version: `/v1.0/users/{userId}/events`. */
export const pathSegments = (pathTemplate: string): readonly PathSegment[] =>
  pathTemplate
    .split('/')
    .slice(2)
    .map((text) => {
      if (parameterText.test(text)) return { type: 'parameter' };
      const [, name, list = ''] = calledText.exec(text) ?? [];
      if (name === undefined) return { type: 'literal', text };
      return list === ''
        ? { type: 'literal', text: name }
        : { type: 'function', text: name, parameters: list.split(',').length };
    });

type Targets = ReadonlyMap<string, GraphResource>;

/** The paths of one version of the API. Names are in lower case, because Graph ignores case. */
type Space = {
  readonly roots: Targets;
  readonly navigation: (type: string) => Targets;
  readonly bases: (type: string) => readonly string[];
  /** By binding (`*user`), then by name and number of parameters (`delta/0`). */
  readonly functions: ReadonlyMap<string, Targets>;
};

const resource = (text: string): GraphResource =>
  text.startsWith('*') ? { type: text.slice(1), collection: true } : { type: text, collection: false };

const readTargets = (pairs: readonly string[], nameOf: (name: string) => string): Targets =>
  new Map(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      return [nameOf(pair.slice(0, at)), resource(pair.slice(at + 1))];
    }),
  );

const lower = (name: string): string => name.toLowerCase();

/** Strips the namespace that clients may write: `microsoft.graph.callRecords.getPstnCalls`. */
const functionName = (name: string): string => lower(name.slice(name.lastIndexOf('.') + 1));

/**
 * Converts `getPstnCalls(fromDateTime,toDateTime)` to `getpstncalls/2`: the documentation renames parameters, but their
 * number is stable.
 */
const signature = (text: string): string => {
  const [name = '', list = ''] = text.slice(0, -1).split('(');
  return `${functionName(name)}/${list === '' ? 0 : list.split(',').length}`;
};

const linesOf = (text: string): readonly (readonly string[])[] => text.split('\n').map((line) => line.split(' '));

const readFunctions = (text: string): ReadonlyMap<string, Targets> =>
  new Map(linesOf(text).map(([binding = '', ...pairs]) => [binding, readTargets(pairs, signature)]));

const readV1 = (): Space => {
  const types = new Map(
    linesOf(v1Types).map(([name = '', base = '-', ...pairs]) => [
      name,
      { ...(base !== '-' && { base }), navigation: readTargets(pairs, lower) },
    ]),
  );
  const bases = (type: string): readonly string[] => {
    const names = [type];
    for (let base = types.get(type)?.base; base !== undefined && !names.includes(base); base = types.get(base)?.base)
      names.push(base);
    return names;
  };
  return {
    roots: readTargets(v1Roots.split('\n'), lower),
    navigation: (type) => types.get(type)?.navigation ?? new Map(),
    bases,
    functions: readFunctions(v1Functions),
  };
};

const isStructured = (type: GraphType | undefined): boolean => type !== undefined && type.kind !== 'enum';

/**
 * Properties with a path of their own: navigation properties, and structured ones such as a user's `mailboxSettings`.
 */
const structuredProperties = (types: Readonly<Record<string, GraphType>>, name: string): Targets =>
  new Map(
    Object.entries(types[name]?.properties ?? {})
      .filter(([, { type }]) => isStructured(types[type]))
      .map(([property, { type, collection }]) => [lower(property), { type, collection }]),
  );

const readBeta = (v1: Space, { beta }: TypeIndex): Space => {
  const declared = (targets: Targets): Targets => new Map([...targets].filter(([, { type }]) => type in beta));
  const functions = new Map([...v1.functions].map(([binding, targets]) => [binding, declared(targets)]));
  for (const [binding, targets] of readFunctions(betaFunctions))
    functions.set(binding, new Map([...(functions.get(binding) ?? []), ...targets]));
  return {
    roots: new Map([...declared(v1.roots), ...readTargets(betaRoots.split('\n'), lower)]),
    navigation: (type) => structuredProperties(beta, type),
    bases: (type) => lineage(beta, type),
    functions,
  };
};

const isCount = (segment: PathSegment): boolean => segment.type === 'literal' && lower(segment.text) === '$count';

/** Resolves paths of Graph to the types that they respond with. */
export type PathIndex = {
  /** Returns undefined if Microsoft doesn't publish the path. */
  readonly resolve: (version: GraphVersion, segments: readonly PathSegment[]) => PathAnswer | undefined;
};

/** Creates an index of Microsoft's paths. Each version is parsed on first access. */
export const makePathIndex = (index: TypeIndex): PathIndex => {
  const spaces = new Map<GraphVersion, Space>();
  const spaceOf = (version: GraphVersion): Space => {
    const known = spaces.get(version);
    if (known !== undefined) return known;
    const space = version === 'v1.0' ? readV1() : readBeta(spaceOf('v1.0'), index);
    spaces.set(version, space);
    return space;
  };

  const property = (space: Space, version: GraphVersion, { type }: GraphResource, name: string) => {
    for (const base of [...space.bases(type), ...lineage(index[version], type)]) {
      const found = space.navigation(base).get(name) ?? structuredProperties(index[version], base).get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const bound = (space: Space, { type, collection }: GraphResource, text: string, parameters: number) => {
    const key = `${functionName(text)}/${parameters}`;
    for (const base of space.bases(type)) {
      const found = space.functions.get(`${collection ? '*' : ''}${base}`)?.get(key);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  /** Applies a cast: `microsoft.graph.user` after a collection of directory objects selects the users. */
  const cast = (version: GraphVersion, { type, collection }: GraphResource, text: string) => {
    const types = index[version];
    const name = /^microsoft\.graph\.(.+)$/i.exec(text)?.[1]?.toLowerCase();
    const found = [type, ...descendants(types, type)].find((each) => lower(each) === name);
    return found === undefined ? undefined : { type: found, collection };
  };

  const step = (version: GraphVersion, at: GraphResource, segment: PathSegment): GraphResource | undefined => {
    const space = spaceOf(version);
    if (segment.type === 'parameter') return at.collection ? { type: at.type, collection: false } : undefined;
    if (segment.type === 'function') return bound(space, at, segment.text, segment.parameters);
    const next = at.collection ? undefined : property(space, version, at, lower(segment.text));
    return next ?? bound(space, at, segment.text, 0) ?? cast(version, at, segment.text);
  };

  return {
    resolve: (version, [first, ...rest]) => {
      let at = first?.type === 'literal' ? spaceOf(version).roots.get(lower(first.text)) : undefined;
      const keys: string[] = [];
      for (const segment of rest) {
        if (at === undefined) return undefined;
        // The number of items (OData, 4.01, "Requesting the Number of Items in a Collection").
        if (segment === rest.at(-1) && isCount(segment) && at.collection) return { ...at, collection: false, keys };
        const next = step(version, at, segment);
        if (next === undefined && segment.type === 'literal' && at.collection && !segment.text.includes('.')) {
          keys.push(segment.text);
          at = { type: at.type, collection: false };
        } else at = next;
      }
      return at && { ...at, keys };
    },
  };
};

import { asciiLower, type EndpointMatcher } from '../plan/index.ts';

/** Endpoints by the fixed segments of their paths. */
type Branch = { readonly named: Map<string, Branch>; any?: Branch; readonly ends: number[] };

const createBranch = (): Branch => ({ named: new Map(), ends: [] });

const namedBranch = ({ named }: Branch, name: string): Branch => {
  const branch = named.get(name) ?? createBranch();
  named.set(name, branch);
  return branch;
};

const anyBranch = (branch: Branch): Branch => {
  branch.any ??= createBranch();
  return branch.any;
};

export type EndpointIndex = {
  /** Returns the indexes, in file order, of the endpoints whose paths can have these segments. */
  readonly candidates: (segments: readonly string[]) => readonly number[];
  /**
   * Returns how an endpoint whose form names its segments has this path: `0` for each fixed segment, `1` for each parameter. Of
   * several, that with the earliest fixed segments. Undefined if none has the path.
   */
  readonly pattern: (segments: readonly string[]) => string | undefined;
};

/**
 * Prepares the lookup of endpoints by path, so that the time for a match grows slowly with the number of endpoints. An endpoint whose
 * form can't name its segments is always among the results.
 */
export const indexEndpoints = (matchers: readonly EndpointMatcher[]): EndpointIndex => {
  const root = createBranch();
  const always: number[] = [];
  for (const [index, { segmentNames }] of matchers.entries()) {
    if (segmentNames === undefined) {
      always.push(index);
      continue;
    }
    let branches: readonly Branch[] = [root];
    for (const names of segmentNames)
      branches = branches.flatMap((branch) =>
        names === undefined ? [anyBranch(branch)] : names.map((name) => namedBranch(branch, name)),
      );
    for (const { ends } of branches) ends.push(index);
  }
  const named = (segments: readonly string[]): readonly number[] => {
    let branches: readonly Branch[] = [root];
    for (const segment of segments) {
      const name = asciiLower(segment);
      branches = branches.flatMap((branch) => {
        const next = branch.named.get(name);
        return [...(next === undefined ? [] : [next]), ...(branch.any === undefined ? [] : [branch.any])];
      });
    }
    return branches.flatMap(({ ends }) => ends);
  };
  /** Tries fixed segments first, so the first pattern that it finds is the one with the earliest. */
  const patternFrom = (branch: Branch, segments: readonly string[]): string | undefined => {
    const [segment, ...rest] = segments;
    if (segment === undefined) return branch.ends.length > 0 ? '' : undefined;
    const next = branch.named.get(asciiLower(segment));
    const fixed = next && patternFrom(next, rest);
    if (fixed !== undefined) return `0${fixed}`;
    const any = branch.any && patternFrom(branch.any, rest);
    return any === undefined ? undefined : `1${any}`;
  };
  return {
    candidates: (segments) => [...always, ...named(segments)].sort((a, b) => a - b),
    pattern: (segments) => patternFrom(root, segments),
  };
};

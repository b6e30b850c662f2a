import type { EndpointMatcher } from '../plan/index.ts';
import { indexEndpoints } from './endpoint-index.ts';

const matcherOf = (segmentNames?: EndpointMatcher['segmentNames']): EndpointMatcher => ({
  match: () => {
    throw new Error('not asked');
  },
  leadsHere: () => false,
  linkTexts: [],
  ...(segmentNames !== undefined && { segmentNames }),
});

const indexOf = (...paths: readonly EndpointMatcher['segmentNames'][]) => indexEndpoints(paths.map(matcherOf));

describe('the index of endpoints', () => {
  const find = indexOf(
    [['v1.0'], ['users']],
    [['v1.0'], ['users'], undefined],
    [['v1.0'], ['users'], ['delta', 'delta()']],
    [['v1.0'], undefined, ['delta']],
    undefined,
    [['v1.0'], ['users']],
  );

  it.each<readonly [readonly string[], readonly number[]]>([
    [
      ['v1.0', 'users'],
      [0, 4, 5],
    ],
    [
      ['V1.0', 'Users', 'DELTA'],
      [1, 2, 3, 4],
    ],
    [
      ['v1.0', 'users', 'delta()'],
      [1, 2, 4],
    ],
    [
      ['v1.0', 'groups', 'delta'],
      [3, 4],
    ],
    [['v1.0', 'users', 'x', 'y'], [4]],
    [['v1.0'], [4]],
    [[], [4]],
    [['__proto__', 'constructor'], [4]],
  ])('finds those that %j can be, in file order', (segments, expected) => {
    expect(find.candidates(segments)).toEqual(expected);
  });

  it('tells whether a form that names its segments has the path', () => {
    expect(find.pattern(['V1.0', 'Users', 'x'])).toBe('001');
    expect(find.pattern(['v1.0', 'users', 'x', 'y'])).toBeUndefined();
  });

  it('finds one of a thousand', () => {
    const many = indexOf(...Array.from({ length: 1_000 }, (_, index) => [['v1.0'], [`things${index}`], undefined]));
    expect(many.candidates(['v1.0', 'things999', 'id'])).toEqual([999]);
  });
});

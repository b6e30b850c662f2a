import { encodePathValue } from '../../plan/index.ts';

/** Stands for any value where rules demand a token. */
const sample = `p~${'A'.repeat(64)}`;

const withSamples = (segments: readonly string[], places: readonly number[]): string =>
  `/${segments.map((segment, place) => (places.includes(place) ? sample : encodePathValue(segment))).join('/')}`;

/**
 * All ways to read an upstream path as a caller would write it: plain, or with a token in the place of one or two of its
 * segments, since rules may let through nothing but tokens there.
 */
export const callerPaths = (segments: readonly string[]): readonly string[] => {
  const places = [...segments.keys()];
  const pairs = places.flatMap((first) => places.slice(first + 1).map((second) => [first, second]));
  return [[], ...places.map((place) => [place]), ...pairs].map((chosen) => withSamples(segments, chosen));
};

import { type GraphVersion, type PathAnswer, type PathSegment, pathIndex } from '../../graph-types/index.ts';
import { describe } from '../../problems/diagnostics/index.ts';
import type { SegmentPlan } from '../../rules/plan/index.ts';
import type { Gap } from '../proof.ts';
import { isWellKnownName } from './known-words.ts';

const asPathSegment = (segment: SegmentPlan): PathSegment =>
  segment.type === 'function' ? { type: 'function', text: segment.text, parameters: segment.holes.length } : segment;

/** The segments after the version. */
const below = (segments: readonly SegmentPlan[]): readonly SegmentPlan[] => segments.slice(1);

/** Returns Microsoft's published type for a path; undefined if Microsoft doesn't publish the path. */
export const answerOf = (segments: readonly SegmentPlan[], version: GraphVersion): PathAnswer | undefined =>
  pathIndex.resolve(version, below(segments).map(asPathSegment));

/** Returns the type of the item that a parameter of the path identifies; undefined if it doesn't identify one. */
export const keyedType = (
  segments: readonly SegmentPlan[],
  index: number,
  version: GraphVersion,
): string | undefined => {
  if (segments[index]?.type !== 'parameter') return undefined;
  const before = answerOf(segments.slice(0, index), version);
  return before?.collection === true ? before.type : undefined;
};

/** Returns the gaps of a path's type. `entity` is the type that the rules name. */
export const pathGaps = (
  segments: readonly SegmentPlan[],
  version: GraphVersion,
  entity: string | undefined,
): readonly Gap[] => {
  const answer = answerOf(segments, version);
  if (answer === undefined) return [describe('proof/unknown-path')];
  const literals = answer.keys.filter((text) => !isWellKnownName(text)).map(() => describe('proof/literal-id'));
  if (entity === undefined || entity === answer.type) return literals;
  return [describe('proof/entity-of-path', { type: answer.type, entity }), ...literals];
};

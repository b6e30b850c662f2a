import type { Position, Report } from '../../diagnostics/index.ts';
import type { SegmentPlan } from '../plan/index.ts';
import { takesAll, takesText } from './value-plan.ts';

/** The parts of an endpoint that its reachability depends on. */
export type Reachable = {
  readonly template: string;
  readonly position: Position;
  readonly segments: readonly SegmentPlan[];
};

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** True if `outer` accepts every segment that `inner` accepts. */
const takesSegment = (outer: SegmentPlan, inner: SegmentPlan): boolean => {
  if (outer.type === 'parameter') {
    if (inner.type === 'parameter') return takesAll(outer.value, inner.value);
    return inner.type === 'literal' && takesText(outer.value, inner.text);
  }
  if (outer.type === 'literal') return inner.type === 'literal' && sameText(outer.text, inner.text);
  return inner.type === 'function' && sameText(JSON.stringify(outer), JSON.stringify(inner));
};

const takesPath = (outer: Reachable, inner: Reachable): boolean =>
  outer.segments.length === inner.segments.length &&
  outer.segments.every((segment, index) => {
    const other = inner.segments[index];
    return other !== undefined && takesSegment(segment, other);
  });

/** Reports endpoints that no call can reach because an earlier one accepts all their paths. */
export const checkReachable = (endpoints: readonly Reachable[], report: Report): void => {
  for (const [index, inner] of endpoints.entries()) {
    const outer = endpoints.slice(0, index).find((earlier) => takesPath(earlier, inner));
    if (outer === undefined) continue;
    const { template, position } = inner;
    if (sameText(outer.template, template)) report.error('rules/unreachable:duplicate', position, { template });
    else report.error('rules/unreachable', position, { template, by: outer.template, line: outer.position.line });
  }
};

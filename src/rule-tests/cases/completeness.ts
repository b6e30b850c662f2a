import type { EndpointPlan } from '../../plan/index.ts';
import { isAllowListEndpoint, type SegmentPlan } from '../../rules/plan/index.ts';

const functionName = (text: string): string => text.replace(/\(.*$/, '').toLowerCase();

const fits = (segment: SegmentPlan, written: string): boolean => {
  if (segment.type === 'parameter') return true;
  return functionName(segment.text) === functionName(written);
};

/** True if a call has the path of an endpoint, whatever its values and options are. */
export const resembles = (url: string, endpoint: EndpointPlan): boolean => {
  const segments = (url.split('?')[0] ?? '').slice(1).split('/');
  if (isAllowListEndpoint(endpoint)) {
    const named = endpoint.request.segments;
    return segments.length === named.length && named.every((segment, at) => fits(segment, segments[at] ?? ''));
  }
  const template = endpoint.pathTemplate.slice(1).split('/');
  return (
    segments.length === template.length &&
    template.every((part, at) => part.startsWith('{') || functionName(part) === functionName(segments[at] ?? ''))
  );
};

/** The parts of a case that the completeness check uses. */
export type RanCase = { readonly url: string; readonly status: number; readonly endpoint: string | undefined };

/** An endpoint without a case that passes, or without one that is refused. */
export type MissingCase = { readonly endpoint: EndpointPlan; readonly missing: 'passing' | 'refused' };

/** Checks that each endpoint has a case that passes and one that is refused. */
export const missingCases = (endpoints: readonly EndpointPlan[], ran: readonly RanCase[]): readonly MissingCase[] =>
  endpoints.flatMap((endpoint) => {
    const passing = ran.some(({ status, endpoint: took }) => status < 400 && took === endpoint.pathTemplate);
    const refused = ran.some(({ status, url }) => status >= 400 && status < 500 && resembles(url, endpoint));
    return [
      ...(passing ? [] : [{ endpoint, missing: 'passing' as const }]),
      ...(refused ? [] : [{ endpoint, missing: 'refused' as const }]),
    ];
  });

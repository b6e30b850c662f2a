import type { InPlaceRequest } from '../../../rule-engine/plan/index.ts';
import { encodePathValue, encodeQueryValue } from '../encode.ts';
import { allowedHeaders, choosePreferences, openHeaders } from '../headers/index.ts';
import type { Asked, EndpointMatcher, Opening, OpenToken } from '../match.ts';
import { type ClearPart, openParts } from './given.ts';
import { linkPath, type SegmentParts } from './match-path.ts';
import { linkQuery, type QueryParts } from './match-query.ts';

/** Nearness of an endpoint whose whole path fitted; below it, how many segments did. */
const pathFitted = 1_000;

type Written = { readonly clear: string; readonly encoded: string };
type Writing = { readonly ok: true; readonly written: readonly Written[] } | Extract<Opening, { ok: false }>;

const writeAll = (
  sequences: readonly SegmentParts[],
  openToken: OpenToken,
  encode: (parts: readonly ClearPart[]) => string,
): Writing => {
  const written: Written[] = [];
  for (const sequence of sequences) {
    const opened = openParts(sequence, openToken);
    if (!opened.ok) return opened;
    written.push({ clear: opened.parts.map(({ value }) => value).join(''), encoded: encode(opened.parts) });
  }
  return { ok: true, written };
};

/** Text of the rule stands as it is; what a caller gave is encoded. */
const encodeSegment = (parts: readonly ClearPart[]): string =>
  parts.map(({ value, given }) => (given ? encodePathValue(value) : value)).join('');

const encodeQuery = (parts: readonly ClearPart[]): string => encodeQueryValue(parts.map(({ value }) => value).join(''));

const writeTarget = (
  segments: readonly SegmentParts[],
  query: readonly QueryParts[],
  openToken: OpenToken,
): { readonly ok: true; readonly asked: Omit<Asked, 'headers'> } | Extract<Opening, { ok: false }> => {
  const path = writeAll(segments, openToken, encodeSegment);
  if (!path.ok) return path;
  const values = writeAll(
    query.map(({ parts }) => parts),
    openToken,
    encodeQuery,
  );
  if (!values.ok) return values;
  const pairs = query.map(({ name }, index) => `${name}=${values.written[index]?.encoded ?? ''}`);
  const search = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return {
    ok: true,
    asked: {
      target: `${path.written.map(({ encoded }) => `/${encoded}`).join('')}${search}`,
      segments: path.written.map(({ clear }) => clear),
    },
  };
};

/** Makes ready the request plan of an endpoint of the in-place form. */
export const linkInPlace = (plan: InPlaceRequest): EndpointMatcher => {
  const path = linkPath(plan.segments);
  const matchQuery = linkQuery(plan.query, plan.links !== 'none');

  return {
    match: ({ method, target, headers }, options) => {
      const onPath = path.match(target.segments, options);
      if (!onPath.ok) {
        const value = onPath.why === undefined ? 0 : 0.5;
        return {
          ok: false,
          nearness: onPath.fitted + value,
          why: onPath.why ?? 'no endpoint of the rules has this path',
        };
      }
      if (method !== plan.method) return { ok: false, nearness: pathFitted, why: `only ${plan.method} is allowed` };
      const onQuery = matchQuery(target.pairs, options);
      if (!onQuery.ok) return { ok: false, nearness: pathFitted + 1, why: onQuery.why };

      const sent = allowedHeaders(headers, plan.headers);
      const prefer = choosePreferences(headers['prefer'], plan.prefer);
      return {
        ok: true,
        open: (openToken) => {
          const written = writeTarget(onPath.segments, onQuery.query, openToken);
          if (!written.ok) return written;
          const opened = openHeaders(sent, openToken);
          if (!opened.ok) return opened;
          const asked = { ...opened.headers, ...(prefer !== undefined && { prefer }) };
          return { ok: true, asked: { ...written.asked, headers: asked } };
        },
      };
    },
    leadsHere: ({ segments }) => plan.links !== 'none' && path.match(segments, { plainValues: true }).ok,
    linkPath: path.write,
  };
};

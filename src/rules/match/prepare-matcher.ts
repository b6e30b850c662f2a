import type { EndpointMatcher, Opening, OpenToken } from '../../plan/index.ts';
import { allowedHeaders, choosePreferences, encodePathValue, encodeQueryValue, openHeaders } from '../../plan/index.ts';
import type { AllowListRequest } from '../plan/index.ts';
import { type OpenedPart, openParts } from './input-value.ts';
import { preparePath, type SegmentParts } from './match-path.ts';
import { prepareQuery, type QueryParts } from './match-query.ts';

/**
 * Nearness of an endpoint whose whole path fitted; below it, how many segments did, then whether there are as many, then how
 * many fit after the one that did not.
 */
const pathFitted = 1_000;

type Writing = { readonly ok: true; readonly written: readonly string[] } | Extract<Opening, { ok: false }>;

const writeAll = (
  sequences: readonly SegmentParts[],
  openToken: OpenToken,
  write: (parts: readonly OpenedPart[]) => string,
): Writing => {
  const written: string[] = [];
  for (const sequence of sequences) {
    const opened = openParts(sequence, openToken);
    if (!opened.ok) return opened;
    written.push(write(opened.parts));
  }
  return { ok: true, written };
};

const clearText = (parts: readonly OpenedPart[]): string => parts.map(({ value }) => value).join('');

/** Text of the rule stands as it is; what a caller gave is encoded. */
const encodeSegment = (parts: readonly OpenedPart[]): string =>
  parts.map(({ value, given }) => (given ? encodePathValue(value) : value)).join('');

const encodeQuery = (parts: readonly OpenedPart[]): string => encodeQueryValue(clearText(parts));

type Target = { readonly ok: true; readonly target: string } | Extract<Opening, { ok: false }>;

const writeTarget = (segments: readonly SegmentParts[], query: readonly QueryParts[], openToken: OpenToken): Target => {
  const path = writeAll(segments, openToken, encodeSegment);
  if (!path.ok) return path;
  const sequences = query.map(({ parts }) => parts);
  const values = writeAll(sequences, openToken, encodeQuery);
  if (!values.ok) return values;
  const pairs = query.map(({ name }, index) => `${name}=${values.written[index]}`);
  const search = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return { ok: true, target: `${path.written.map((segment) => `/${segment}`).join('')}${search}` };
};

/** Makes ready the request plan of an endpoint of the allow-list form. */
export const prepareMatcher = (plan: AllowListRequest): EndpointMatcher => {
  const path = preparePath(plan.segments);
  const matchQuery = prepareQuery(plan.query, plan.links !== 'none');

  return {
    match: ({ method, target, headers }, options) => {
      const onPath = path.match(target.segments, options);
      if (!onPath.ok) {
        const value = onPath.why === undefined ? 0 : 0.5;
        const length = target.segments.length === plan.segments.length ? 0.25 : 0;
        return {
          ok: false,
          nearness: onPath.fitted + value + length + onPath.later / pathFitted,
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
          return { ok: true, asked: { target: written.target, headers: asked } };
        },
      };
    },
    leadsHere: ({ segments }) => plan.links !== 'none' && path.match(segments, { plainValues: true }).ok,
    paths: {
      write: path.write,
      read: (segments, options, openToken) => {
        const matched = path.match(segments, options);
        const opened = matched.ok ? writeAll(matched.segments, openToken, clearText) : undefined;
        return opened?.ok ? opened.written : undefined;
      },
    },
  };
};

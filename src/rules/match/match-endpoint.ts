import {
  allowedHeaders,
  choosePreferences,
  type EndpointMatcher,
  encodePathValue,
  encodeQueryValue,
  type MatchOptions,
  type NamedValue,
  type OpenToken,
  openHeaders,
  type RequestMatch,
  repeatPreferences,
  type Unopened,
} from '../../plan/index.ts';
import type { AllowListRequest, QueryParameterPlan } from '../plan/index.ts';
import { preparePath, segmentNamesOf } from './match-path.ts';
import { prepareQuery, type QueryParts } from './match-query.ts';
import { type OpenedPart, openParts, type Part } from './match-value.ts';
import { fitPreference, type PageSizes, raiseLink, raiseQuery, repeatLink } from './page-size.ts';

const textsOfQuery = (plan: QueryParameterPlan): readonly string[] => {
  const names = [`${plan.name}=`, `${encodeURIComponent(plan.name)}=`];
  if (plan.type === 'enum') return [...names, ...plan.values, ...plan.values.map(encodeURIComponent)];
  if (plan.type !== 'select') return names;
  const all = plan.kept.join(',');
  return [...names, all, encodeURIComponent(all), ...plan.kept.map((name) => `,${name}`)];
};

/**
 * Returns the texts of an endpoint's rule that Graph's links repeat. The list stays the same while the request plan
 * does.
 */
export const linkTextsOf = ({ segments, query, headers, prefer }: AllowListRequest): readonly string[] => [
  ...segments.flatMap((segment) => (segment.type === 'parameter' ? [] : [`/${segment.text}`])),
  ...query.flatMap(textsOfQuery),
  ...[...headers, 'prefer'].map((name) => `${name}: `),
  ...prefer.always,
  ...prefer.allowed,
];

/** Nearness of an endpoint whose whole path matches. */
const pathFitted = 1_000;

const refused = (nearness: number, why: string): RequestMatch => ({
  ok: false,
  refusal: () => ({ nearness, why, onPath: true }),
});

type Writing =
  | { readonly ok: true; readonly written: readonly string[]; readonly named: readonly NamedValue[] }
  | Unopened;

const writeAll = (
  sequences: readonly (readonly Part[])[],
  openToken: OpenToken,
  write: (parts: readonly OpenedPart[]) => string,
): Writing => {
  const written: string[] = [];
  const named: NamedValue[] = [];
  for (const sequence of sequences) {
    const opened = openParts(sequence, openToken);
    if (!opened.ok) return opened;
    written.push(write(opened.parts));
    named.push(...opened.named);
  }
  return { ok: true, written, named };
};

const clearText = (parts: readonly OpenedPart[]): string => parts.map(({ value }) => value).join('');

/** Encodes a caller's values; text of the rule stays unchanged. */
const encodeSegment = (parts: readonly OpenedPart[]): string =>
  parts.map(({ value, own }) => (own ? value : encodePathValue(value))).join('');

const encodeQuery = (parts: readonly OpenedPart[]): string => encodeQueryValue(clearText(parts));

type Target = { readonly ok: true; readonly target: string; readonly named: readonly NamedValue[] } | Unopened;

const writeTarget = (
  segments: readonly (readonly Part[])[],
  query: readonly QueryParts[],
  openToken: OpenToken,
): Target => {
  const path = writeAll(segments, openToken, encodeSegment);
  if (!path.ok) return path;
  const sequences = query.map(({ parts }) => parts);
  const values = writeAll(sequences, openToken, encodeQuery);
  if (!values.ok) return values;
  const pairs = query.map(({ name }, index) => `${name}=${values.written[index]}`);
  const search = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  const target = `${path.written.map((segment) => `/${segment}`).join('')}${search}`;
  return { ok: true, target, named: [...path.named, ...values.named] };
};

type Pages = {
  readonly query: readonly QueryParts[];
  readonly prefer: string | undefined;
  readonly raisedPage?: number;
};

/** Raises a page size below the endpoint's minimum in every part of the call that sets one. */
const raisePages = (query: readonly QueryParts[], prefer: string | undefined, sizes: PageSizes): Pages => {
  const top = raiseQuery(query, sizes.least);
  const preferred = prefer === undefined ? undefined : fitPreference(prefer, sizes);
  const raised = top.raised || preferred?.raised === true;
  return { query: top.query, prefer: preferred?.text, ...(raised && { raisedPage: sizes.least }) };
};

/** Page sizes of an endpoint: at least as large as its lists need, and at most as Graph accepts for `$top`. */
const pageSizesOf = ({ query, leastPage = 0 }: AllowListRequest): PageSizes => {
  const top = query.find(({ name }) => name === '$top');
  const most = top?.type === 'value' ? top.value.maximum : undefined;
  return { least: leastPage, most: Math.max(leastPage, most ?? Infinity) };
};

const asCalled: MatchOptions = { plainValues: false };
const ofGraph: MatchOptions = { plainValues: true, anyId: true };

/** Graph's links contain no tokens. */
const refuseToken: OpenToken = () => ({ ok: false, reason: 'invalid' });

/** Prepares the request plan of an endpoint of the allow-list form. */
export const prepareMatcher = (plan: AllowListRequest): EndpointMatcher => {
  const path = preparePath(plan.segments);
  const onQueries = prepareQuery(plan.query, plan.links !== 'none');
  const sizes = pageSizesOf(plan);

  return {
    match: ({ method, target, headers }, options) => {
      const onPath = path.match(target.segments, options);
      if (!onPath.ok) return { ok: false, refusal: (words) => path.refusal(target.segments, options, words) };
      if (method !== plan.method) return refused(pathFitted, `only ${plan.method} is allowed`);
      const onQuery = onQueries.match(target.pairs, options);
      if (!onQuery.ok) return refused(pathFitted + 1, onQuery.why);

      const sent = allowedHeaders(headers, plan.headers);
      const chosen = choosePreferences(headers['prefer'], plan.prefer);
      const { query, prefer, raisedPage } = raisePages(onQuery.query, chosen, sizes);
      const ordered = query.some(({ name }) => name === '$orderby');
      return {
        ok: true,
        open: (openToken) => {
          const written = writeTarget(onPath.segments, query, openToken);
          if (!written.ok) return written;
          const opened = openHeaders(sent, openToken);
          if (!opened.ok) return opened;
          const sendable = { ...opened.headers, ...(prefer !== undefined && { prefer }) };
          return {
            ok: true,
            request: {
              target: written.target,
              named: written.named,
              headers: sendable,
              ...(plan.accept !== undefined && { accept: plan.accept }),
              ...(ordered && { ordered }),
              ...(raisedPage !== undefined && { raisedPage }),
            },
          };
        },
      };
    },
    repeat: (link, { pairs, headers }, openToken) => {
      const asked = onQueries.repeated(pairs, asCalled);
      if (!asked.ok) return asked;
      const opened = writeAll(
        asked.query.map(({ parts }) => parts),
        openToken,
        clearText,
      );
      if (!opened.ok) return { ok: false, why: "a token beside the link can't be opened" };
      const given = opened.written.map((value, index) => ({ name: asked.query[index]?.name ?? '', value }));
      const repeated = repeatLink(link.target, given, sizes.least);
      if (!repeated.ok) return repeated;
      const chosen = repeatPreferences(link.headers['prefer'], headers['prefer'], plan.prefer.allowed);
      const preferred = chosen === undefined ? undefined : fitPreference(chosen, sizes);
      const raised = repeated.raised || preferred?.raised === true;
      return {
        ok: true,
        request: {
          ...link,
          target: repeated.text,
          headers: { ...link.headers, ...(preferred !== undefined && { prefer: preferred.text }) },
          ...(raised && { raisedPage: sizes.least }),
        },
      };
    },
    namedIn: (segments, pairs) => {
      const onPath = path.match(segments, ofGraph);
      if (!onPath.ok) return undefined;
      const opened = writeAll([...onPath.segments, ...onQueries.readable(pairs, ofGraph)], refuseToken, clearText);
      return opened.ok ? opened.named.map((value) => ({ ...value, plain: false })) : undefined;
    },
    delta: plan.links === 'delta',
    segmentNames: segmentNamesOf(plan.segments),
    linkTexts: linkTextsOf(plan),
    leadsHere: ({ segments }, options) => plan.links !== 'none' && path.match(segments, options).ok,
    followable: (target) => (plan.leastPage === undefined ? target : raiseLink(target, plan.leastPage)),
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

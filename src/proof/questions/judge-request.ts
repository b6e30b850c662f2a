import type { GraphVersion } from '../../graph-types/index.ts';
import type { AllowListRequest, QueryParameterPlan, ResponseNode, SegmentPlan } from '../../rules/plan/index.ts';
import type { Knowledge } from '../knowledge.ts';
import type { EndpointProof, Gap } from '../proof.ts';
import { type AnsweredProperties, answeredBy } from './answered.ts';
import { judgeComparison } from './judge-comparison.ts';
import { hiddenInOrder, namesPropertiesOnly, textsOf } from './judge-option.ts';
import { keyedType } from './judge-path.ts';
import { judgeValue } from './judge-value.ts';
import { knownHeaders } from './known-words.ts';
import type { PlainIds } from './plain-ids.ts';
import { isPropertyName, isWordOf } from './property-words.ts';
import { type QuestionCode, questionGap } from './question-gaps.ts';
import { comparisonsOf } from './read-filter.ts';

/** A gap and the parameter or header that it concerns. */
export type AskedGap = { readonly parameter: string; readonly gap: Gap };

type Judging = {
  readonly version: GraphVersion;
  readonly entity: string;
  readonly answered: AnsweredProperties;
  readonly knowledge: Knowledge;
  readonly plainIds: PlainIds;
};

const asked = (parameter: string, code: QuestionCode, name: string): AskedGap => ({
  parameter,
  gap: questionGap(code, name),
});

const segmentGaps = (segments: readonly SegmentPlan[], judging: Judging): readonly AskedGap[] => {
  const { version, knowledge, plainIds } = judging;
  return segments.flatMap((segment, index) => {
    if (segment.type === 'literal') return [];
    if (segment.type === 'parameter') {
      const type = keyedType(segments, index, version);
      const plain = (kind: string): boolean =>
        type === undefined ? plainIds.ofKind(kind, version) : plainIds.ofType(type, version);
      const code = judgeValue(segment.value, {
        name: segment.name,
        place: 'key',
        version,
        types: knowledge.types,
        plainIds: plain,
      });
      return code === undefined ? [] : [asked(segment.name, code, segment.name)];
    }
    return segment.holes.flatMap(({ parameter, name, value }) => {
      const code = judgeValue(value, {
        name: parameter,
        place: 'argument',
        version,
        types: knowledge.types,
        plainIds: (kind) => plainIds.ofKind(kind, version),
      });
      return code === undefined ? [] : [asked(name, code, name)];
    });
  });
};

const filterGaps = (parameter: QueryParameterPlan, judging: Judging): readonly AskedGap[] =>
  comparisonsOf(parameter).flatMap((comparison) => {
    if (comparison === undefined) return [asked(parameter.name, 'proof/filters-by-text', parameter.name)];
    const code = judgeComparison(comparison, {
      answered: judging.answered,
      isWordOf: (path, word) => isWordOf(path, word, judging),
    });
    return code === undefined ? [] : [asked(parameter.name, code, comparison.path)];
  });

const optionGaps = (parameter: QueryParameterPlan, judging: Judging): readonly AskedGap[] => {
  const { name } = parameter;
  const texts = textsOf(parameter);
  if (name === '$orderby')
    return (texts ?? ['']).flatMap((text) =>
      hiddenInOrder(text, judging.answered).map((hidden) => asked(name, 'proof/orders-by-what-is-not-kept', hidden)),
    );
  const plain =
    texts?.every((text) =>
      namesPropertiesOnly(text, (property) => isPropertyName(property, judging.version, judging.knowledge.types)),
    ) === true;
  return plain ? [] : [asked(name, 'proof/expands-with-options', name)];
};

const parameterGaps = (parameter: QueryParameterPlan, judging: Judging): readonly AskedGap[] => {
  const { name } = parameter;
  if (name === '$filter') return filterGaps(parameter, judging);
  if (parameter.type === 'select') return [];
  if (name === '$orderby' || name === '$expand' || name === '$select') return optionGaps(parameter, judging);
  const use = {
    name,
    place: 'option',
    version: judging.version,
    types: judging.knowledge.types,
    plainIds: (kind: string) => judging.plainIds.ofKind(kind, judging.version),
  } as const;
  if (parameter.type === 'value' || parameter.type === 'enum') {
    const value =
      parameter.type === 'value'
        ? parameter.value
        : ({ type: 'string', token: 'refused', enum: parameter.values } as const);
    const code = judgeValue(value, use);
    return code === undefined ? [] : [asked(name, code, name)];
  }
  return [asked(name, 'proof/filters-by-text', name)];
};

/**
 * Finds a count that answers questions about items that the reply drops, because it has a filter beside it and includes
 * items of types that the response doesn't list.
 */
export const countGaps = ({ query }: AllowListRequest, root: ResponseNode | undefined): readonly AskedGap[] => {
  const count = query.find(({ name }) => name === '$count');
  const filtered = query.some(({ name }) => name === '$filter');
  return count === undefined || !filtered || root?.node !== 'by-type'
    ? []
    : [asked(count.name, 'proof/counts-what-is-dropped', count.name)];
};

/** Finds requests of an endpoint that could link pseudonyms to people or reveal more than the reply does. */
export const requestGaps = (
  { segments, query, headers }: AllowListRequest,
  endpoint: Pick<EndpointProof, 'rows' | 'entity' | 'version'>,
  knowledge: Knowledge,
  plainIds: PlainIds,
): readonly AskedGap[] => {
  const judging: Judging = {
    version: endpoint.version ?? 'v1.0',
    entity: endpoint.entity ?? '',
    answered: answeredBy(endpoint),
    knowledge,
    plainIds,
  };
  return [
    ...segmentGaps(segments, judging),
    ...query.flatMap((parameter) => parameterGaps(parameter, judging)),
    ...headers
      .filter((name) => !knownHeaders.has(name))
      .map((name) => asked(name, 'proof/passes-unknown-header', name)),
  ];
};

import {
  type EndpointPlan,
  fitsPlainKind,
  isKindName,
  kindOfLinkValue,
  kinds,
  type TokenizeValue,
} from '../../plan/index.ts';
import {
  type AllowListRequest,
  type ComparisonPlan,
  isAllowListEndpoint,
  type SegmentPlan,
  type ValuePlan,
} from '../../rules/plan/index.ts';

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Returns a value that the rules accept at a place, in the caller's notation. */
const sampleValue = (given: ValuePlan, token: TokenizeValue): string => {
  const value = given.oneOf?.[0] ?? given;
  const plain =
    value.enum?.[0] ??
    value.declared?.example ??
    (value.kind !== undefined && isKindName(value.kind) ? kinds[value.kind].example : undefined);
  if (value.token === 'required')
    return token(plain ?? kinds['user-id'].example, kindOfLinkValue(value.kind ?? 'user-id'));
  if (plain !== undefined)
    return value.kind === undefined || fitsPlainKind(value.kind, plain)
      ? plain
      : token(plain, kindOfLinkValue(value.kind));
  switch (value.type) {
    case 'integer':
      return String(value.minimum ?? 1);
    case 'boolean':
      return 'true';
    case 'date':
      return '2026-03-02';
    case 'date-time':
      return '2026-03-02T08:00:00Z';
    case 'guid':
      return '00000000-0000-0000-0000-000000000000';
    case 'string':
      return 'x';
  }
};

const segmentText = (segment: SegmentPlan, token: TokenizeValue): string => {
  switch (segment.type) {
    case 'literal':
      return segment.text;
    case 'parameter':
      return encode(sampleValue(segment.value, token));
    case 'function': {
      const holes = segment.holes.map(({ parameter, quoted, value }) => {
        const text = encode(sampleValue(value, token));
        return `${parameter}=${quoted ? `'${text}'` : text}`;
      });
      return `${segment.text}(${holes.join(',')})`;
    }
  }
};

const sampleComparison = ({ path, any, operators, value, quoted }: ComparisonPlan, token: TokenizeValue): string => {
  const quote = quoted ? "'" : '';
  const tail = `${operators[0] ?? 'eq'} ${quote}${sampleValue(value, token)}${quote}`;
  return any === undefined ? `${path} ${tail}` : `${path}/any(x:x${any === '' ? '' : `/${any}`} ${tail})`;
};

const requiredQuery = ({ query }: AllowListRequest, token: TokenizeValue): readonly string[] =>
  query.flatMap((parameter) => {
    if (!parameter.required) return [];
    if (parameter.type === 'value') return [`${parameter.name}=${encode(sampleValue(parameter.value, token))}`];
    if (parameter.type === 'enum') return [`${parameter.name}=${encode(parameter.values[0] ?? '')}`];
    if (parameter.type === 'select') return [`${parameter.name}=${encode(parameter.kept.join(','))}`];
    if (parameter.type === 'filter') {
      const [first] = parameter.comparisons;
      return first === undefined ? [] : [`${parameter.name}=${encode(sampleComparison(first, token))}`];
    }
    const [form] = parameter.forms;
    const text = form?.parts.map((part) => (part.type === 'text' ? part.text : sampleValue(part.value, token)));
    return [`${parameter.name}=${encode(text?.join('') ?? '')}`];
  });

const guid = kinds['user-id'].example;

/**
 * Returns targets that the endpoint may accept, the likeliest first. In the allow-list form, the first one is accepted.
 */
export const sampleTargets = (endpoint: EndpointPlan, token: TokenizeValue): readonly string[] => {
  if (isAllowListEndpoint(endpoint)) {
    const { request } = endpoint;
    const path = request.segments.map((segment) => `/${segmentText(segment, token)}`).join('');
    const query = requiredQuery(request, token);
    return [query.length === 0 ? path : `${path}?${query.join('&')}`];
  }
  return [token(guid, 'user-id'), guid, 'x'].map((value) =>
    endpoint.pathTemplate.replaceAll(/\{[^}]*\}/g, () => value),
  );
};

import type {
  AllowListRequest,
  ComparisonPlan,
  QueryParameterPlan,
  SegmentPlan,
  ValuePlan,
} from '../../src/rules/plan/index.ts';

const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

const kindText = (kind: string): string => `[${code(kind)}](../kinds.md)`;

const bounds = ({ minimum, maximum }: ValuePlan): string => {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` of at least ${minimum}`;
  return maximum === undefined ? '' : ` of at most ${maximum}`;
};

/** Describes the allowed values. */
const valueText = (value: ValuePlan): string => {
  const { type, kind, token, enum: words, pattern, oneOf } = value;
  if (oneOf !== undefined) return oneOf.map(valueText).join(', or ');
  const ofKind = kind === undefined ? '' : ` of kind ${kindText(kind)}`;
  if (token === 'required') return `a reversible pseudonym${ofKind}`;
  if (words !== undefined) return `one of ${words.map(code).join(', ')}`;
  if (pattern !== undefined) return `text that fits ${code(pattern)}`;
  if (type !== 'string') return `${type === 'integer' ? 'a whole number' : `a ${type}`}${bounds(value)}`;
  return kind === undefined ? 'text' : `a value or pseudonym${ofKind}`;
};

const segmentRows = (segment: SegmentPlan): readonly (readonly string[])[] => {
  if (segment.type === 'literal') return [];
  const holes = segment.type === 'parameter' ? [segment] : segment.holes;
  return holes.map(({ name, value }) => [code(`{${name}}`), 'path', valueText(value)]);
};

const comparisonText = ({ path, any, operators, value }: ComparisonPlan): string => {
  const asked = any === undefined ? path : `${path}/any(x:x${any === '' ? '' : `/${any}`} …)`;
  return `${code(asked)} ${operators.map(code).join(' ')} ${valueText(value)}`;
};

const queryText = (parameter: QueryParameterPlan): string => {
  switch (parameter.type) {
    case 'value':
      return valueText(parameter.value);
    case 'select':
      return 'narrowed to kept properties; if it is missing, Graphveil requests all of them';
    case 'enum':
      return `one of ${parameter.values.map(code).join(', ')}`;
    case 'filter':
      return `comparisons joined by ${code('and')}: ${parameter.comparisons.map(comparisonText).join('; ')}`;
    case 'forms': {
      const holes = new Map(
        parameter.forms.flatMap(({ parts }) =>
          parts.flatMap((part) => (part.type === 'hole' ? [[part.name, valueText(part.value)] as const] : [])),
        ),
      );
      const told = [...holes].map(([name, text]) => `${code(`{${name}}`)} is ${text}`);
      return `${parameter.forms.map(({ text }) => code(text)).join(' or ')}${told.length === 0 ? '' : `; ${told.join(', ')}`}`;
    }
  }
};

/** Describes the parameters of an endpoint in rows of parameter, position, allowed values. */
export const requestRows = ({ segments, query, headers, prefer }: AllowListRequest): readonly (readonly string[])[] => [
  ...segments.flatMap(segmentRows),
  ...query.map((parameter) => [
    code(parameter.name),
    parameter.required ? 'query, required' : 'query',
    queryText(parameter),
  ]),
  ...headers.map((name) => [code(name), 'header', 'passed on']),
  ...(prefer.allowed.length === 0 ? [] : [[code('Prefer'), 'header', `only ${prefer.allowed.map(code).join(', ')}`]]),
  ...prefer.always.map((text) => [code('Prefer'), 'sent always', code(text)]),
];

import type { Disposition, EndpointProof, Proof } from '../proof/index.ts';

/** The outcome of one type of answer, for people who decide about it. */
export type AnswerDispositions = {
  /** Microsoft's type, `event`. */
  readonly entity: string;
  /** Path templates that answer with it, alike. */
  readonly endpoints: readonly string[];
  /** Property paths by outcome, in the order of Microsoft's type. */
  readonly kept: readonly string[];
  readonly pseudonymized: readonly string[];
  readonly transformed: readonly string[];
  readonly dropped: readonly string[];
};

const paths = ({ rows }: EndpointProof, disposition: Disposition): readonly string[] => [
  ...new Set(rows.filter((row) => row.disposition === disposition).map(({ path }) => path)),
];

/** The properties that leave, one entry for all endpoints with the same answer. Empty for rules that can't be proven. */
export const answerDispositions = ({ endpoints }: Proof): readonly AnswerDispositions[] => {
  const answers = new Map<string, EndpointProof[]>();
  for (const endpoint of endpoints.filter(({ entity }) => entity !== undefined))
    answers.set(endpoint.answer, [...(answers.get(endpoint.answer) ?? []), endpoint]);
  return [...answers.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    return [
      {
        entity: first.entity ?? '',
        endpoints: alike.map(({ pathTemplate }) => pathTemplate),
        kept: paths(first, 'kept'),
        pseudonymized: paths(first, 'pseudonymized'),
        transformed: paths(first, 'transformed'),
        dropped: paths(first, 'dropped'),
      },
    ];
  });
};

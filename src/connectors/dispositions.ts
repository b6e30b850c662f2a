import type { Disposition, EndpointProof, Proof } from '../proof/index.ts';

/** The treatment of one response type, for people who decide about it. */
export type AnswerDispositions = {
  /** Microsoft's type, for example `event`. */
  readonly entity: string;
  /** Path templates with the same responses of this type. */
  readonly endpoints: readonly string[];
  /** Property paths by treatment, in the order of Microsoft's type. */
  readonly kept: readonly string[];
  readonly pseudonymized: readonly string[];
  readonly transformed: readonly string[];
  readonly dropped: readonly string[];
};

const paths = ({ rows }: EndpointProof, disposition: Disposition): readonly string[] => [
  ...new Set(rows.filter((row) => row.disposition === disposition).map(({ path }) => path)),
];

/**
 * Lists the properties that leave, with one entry for all endpoints with the same responses. Empty for rules that can't
 * be proven.
 */
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

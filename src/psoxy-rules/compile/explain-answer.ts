import type { AnswerRow, PlanNotes } from '../../compile/index.ts';
import type { PsoxyPlan, PsoxyResponse } from '../plan/index.ts';

/** A row without its position, and the number of the endpoint's steps before it. */
type Step = Omit<AnswerRow, 'position'> & { readonly step: number };

const stepsOf = ({ augments, filter, transforms }: PsoxyResponse): readonly Step[] => {
  const filters = filter === undefined ? 0 : 1;
  return [
    ...augments.flatMap(({ paths }, step) =>
      paths.map(({ text }) => ({ what: text, disposition: 'textDigest, beside it', step })),
    ),
    ...Array.from({ length: filters }, () => ({
      what: 'the whole answer',
      disposition: 'only what responseSchema lists',
      step: augments.length,
    })),
    ...transforms.flatMap(({ transform, paths, onlyWhen }, place) =>
      paths.map(({ text }) => ({
        what: text,
        disposition: onlyWhen === undefined ? transform : `${transform}, only where ${onlyWhen.text} finds anything`,
        step: augments.length + filters + place,
      })),
    ),
  ];
};

/** Lists the paths of an endpoint's rules in their order, each with its treatment. */
export const explainAnswer = (plan: PsoxyPlan, notes: PlanNotes, endpoint: number): readonly AnswerRow[] => {
  const response = plan.endpoints[endpoint]?.response;
  if (response === undefined) return [];
  const positions = notes.endpoints[endpoint]?.steps ?? [];
  return stepsOf(response).map(({ step, ...row }) => {
    const position = positions[step];
    return { ...row, ...(position !== undefined && { position }) };
  });
};

import { createHash } from 'node:crypto';
import type { PathTransformPlan, PsoxyResponse } from '../plan/index.ts';

/** Returns 22 characters that identify a rule file and a path in it. */
const placeOf = (title: string, path: string): string =>
  createHash('sha256').update(`${title}\n${path}`).digest('base64url').slice(0, 22);

const implied = (title: string, plan: PathTransformPlan): PathTransformPlan => {
  switch (plan.transform) {
    case 'pseudonymize':
    case 'pseudonymizeRegexMatches':
      return { ...plan, options: { ...plan.options, of: 'user-id' } };
    case 'tokenize':
      return { ...plan, kinds: plan.paths.map(({ text }) => `rule-text/${placeOf(title, text)}`) };
    case 'redactExceptPhrases':
      return { ...plan, options: { ...plan.options, spelling: 'of the text' } };
    default:
      return plan;
  }
};

/**
 * Adds the kinds of pseudonyms, which Psoxy's form can't name: `pseudonymize` applies to people; `tokenize` applies to
 * values at one path of one file, which don't join with any others. Phrases keep the spelling of the text, as in Psoxy.
 */
export const withImplied = (title: string, response: PsoxyResponse): PsoxyResponse => ({
  ...response,
  transforms: response.transforms.map((plan) => implied(title, plan)),
});

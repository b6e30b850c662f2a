import { describe } from '../../problems/diagnostics/index.ts';
import type { Gap } from '../proof.ts';

/** What a call may not ask, by what it would tell. */
export type QuestionCode =
  | 'proof/takes-anything'
  | 'proof/takes-pattern'
  | 'proof/takes-foreign-words'
  | 'proof/takes-unbounded-number'
  | 'proof/takes-plain-ids'
  | 'proof/filters-by-text'
  | 'proof/filters-what-is-not-kept'
  | 'proof/orders-by-what-is-not-kept'
  | 'proof/expands-with-options'
  | 'proof/passes-unknown-header';

/** A question that the proof does not accept; `name` is the parameter, property or header. */
export const questionGap = (code: QuestionCode, name: string): Gap => describe(code, { name });

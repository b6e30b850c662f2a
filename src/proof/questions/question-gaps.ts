import { describe } from '../../problems/diagnostics/index.ts';
import type { Gap } from '../proof.ts';

/** Codes for unsafe requests, by the risk. */
export type QuestionCode =
  | 'proof/takes-anything'
  | 'proof/takes-pattern'
  | 'proof/takes-foreign-words'
  | 'proof/takes-unbounded-number'
  | 'proof/takes-plain-ids'
  | 'proof/filters-by-text'
  | 'proof/filters-what-is-not-kept'
  | 'proof/orders-by-what-is-not-kept'
  | 'proof/counts-what-is-dropped'
  | 'proof/expands-with-options'
  | 'proof/passes-unknown-header';

/** A gap for an unsafe request. `name` is the parameter, property or header. */
export const questionGap = (code: QuestionCode, name: string): Gap => describe(code, { name });

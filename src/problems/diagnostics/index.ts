/** The closed list of codes and messages about files. The deployed function doesn't import it. */
export {
  type Description,
  type DiagnosticArgs,
  type DiagnosticCode,
  type DiagnosticExample,
  type DiagnosticKey,
  describe,
  diagnosticExamples,
} from './describe.ts';
export { nearest } from './nearest.ts';
export { nearestType } from './rules-responses.ts';

/** The closed list of codes and messages about files; the function never reaches it. */
export {
  type Description,
  type DiagnosticArgs,
  type DiagnosticCode,
  type DiagnosticKey,
  describe,
} from './describe.ts';
export { nearest, suggest } from './nearest.ts';
export { nearestType } from './rules-responses.ts';

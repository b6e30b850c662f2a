/** Mistakes in files that people write: one shape, one order, one way to print. */
export { type Diagnostic, formatDiagnostic, hasErrors, type Position, sortDiagnostics } from './diagnostic.ts';
export { createReport, type Report } from './report.ts';

/** Errors and warnings about files: one type, one order, one printed form. */
export { type Diagnostic, formatDiagnostic, hasErrors, type Position, sortDiagnostics } from './diagnostic.ts';
export { createReport, type Report } from './report.ts';

import type { Description } from '../problems/diagnostics/index.ts';

/** A position in a file; line and column count from 1. */
export type Position = { readonly file: string; readonly line: number; readonly column: number };

/** An error or a warning about a file that a person wrote. */
export type Diagnostic = Description & { readonly severity: 'error' | 'warning'; readonly position: Position };

/** Sorts diagnostics in reading order: by file, line, column, then code. */
export const sortDiagnostics = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  [...diagnostics].sort(
    (a, b) =>
      compareText(a.position.file, b.position.file) ||
      a.position.line - b.position.line ||
      a.position.column - b.position.column ||
      compareText(a.code, b.code),
  );

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error');

/** Formats a diagnostic as `file:line:column: error rules/code: message`, with the hint on a separate line. */
export const formatDiagnostic = ({ severity, code, position, message, hint }: Diagnostic): string =>
  `${position.file}:${position.line}:${position.column}: ${severity} ${code}: ${message}\n    ${hint}`;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import { type Description, type DiagnosticArgs, type DiagnosticKey, describe } from '../problems/diagnostics/index.ts';
import { type Diagnostic, type Position, sortDiagnostics } from './diagnostic.ts';

/** Adds a message of the closed list at a position. */
export type Add = {
  <K extends DiagnosticKey>(key: K, position: Position, ...args: DiagnosticArgs<K>): void;
  (code: string, position: Position, message: string, hint: string): void;
};

/** Collects diagnostics while reading goes on, so that one run reports all of them. */
export type Report = {
  readonly error: Add;
  readonly warning: Add;
  /** Adds a message that a lower layer described. */
  readonly add: (severity: Diagnostic['severity'], position: Position, description: Description) => void;
  /** In reading order; equal diagnostics at one position once. */
  readonly all: () => readonly Diagnostic[];
};

/** An empty report. */
export const createReport = (): Report => {
  const found = new Map<string, Diagnostic>();
  const add =
    (severity: Diagnostic['severity']): Add =>
    (key: string, { file, line, column }: Position, ...rest: readonly unknown[]) => {
      const [message, hint] = rest;
      const texts =
        typeof message === 'string' && typeof hint === 'string'
          ? { code: key, message, hint }
          : describe(key as DiagnosticKey, ...(rest as DiagnosticArgs<DiagnosticKey>));
      const diagnostic: Diagnostic = { severity, ...texts, position: { file, line, column } };
      found.set(JSON.stringify(diagnostic), diagnostic);
    };
  return {
    error: add('error'),
    warning: add('warning'),
    add: (severity, position, { code, message, hint }) => add(severity)(code, position, message, hint),
    all: () => sortDiagnostics([...found.values()]),
  };
};

import { type Diagnostic, type Position, sortDiagnostics } from './diagnostic.ts';

/** Collects what is wrong while reading goes on, so that everything is said at once. */
export type Report = {
  readonly error: (code: string, position: Position, message: string, hint: string) => void;
  readonly warning: (code: string, position: Position, message: string, hint: string) => void;
  /** In reading order; the same mistake at the same place once. */
  readonly all: () => readonly Diagnostic[];
};

const sameMistake = (diagnostic: Diagnostic): string => JSON.stringify(diagnostic);

/** An empty report. */
export const createReport = (): Report => {
  const found = new Map<string, Diagnostic>();
  const add =
    (severity: Diagnostic['severity']): Report['error'] =>
    (code, { file, line, column }, message, hint) => {
      const diagnostic: Diagnostic = { severity, code, position: { file, line, column }, message, hint };
      found.set(sameMistake(diagnostic), diagnostic);
    };
  return { error: add('error'), warning: add('warning'), all: () => sortDiagnostics([...found.values()]) };
};

import { type Description, type DiagnosticArgs, type DiagnosticKey, describe } from '../problems/diagnostics/index.ts';
import { type Diagnostic, type Position, sortDiagnostics } from './diagnostic.ts';

/** Adds a message of the closed list at a position. */
export type Add = <K extends DiagnosticKey>(key: K, position: Position, ...args: DiagnosticArgs<K>) => void;

/** Collects diagnostics during parsing, so that one run reports all of them. */
export type Report = {
  readonly error: Add;
  readonly warning: Add;
  /** Adds a description from a lower layer. */
  readonly add: (severity: Diagnostic['severity'], position: Position, description: Description) => void;
  /** Returns the diagnostics in reading order. Equal ones at the same position appear once. */
  readonly all: () => readonly Diagnostic[];
};

/** Creates an empty report. */
export const createReport = (): Report => {
  const found = new Map<string, Diagnostic>();
  const add: Report['add'] = (severity, { file, line, column }, { code, message, hint }) => {
    const diagnostic: Diagnostic = { severity, code, position: { file, line, column }, message, hint };
    found.set(JSON.stringify(diagnostic), diagnostic);
  };
  return {
    error: (key, position, ...args) => add('error', position, describe(key, ...args)),
    warning: (key, position, ...args) => add('warning', position, describe(key, ...args)),
    add,
    all: () => sortDiagnostics([...found.values()]),
  };
};

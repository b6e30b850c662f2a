/** Rules → Plan: finds every mistake, so that a run can meet none. */
export { compile } from './compile.ts';
export type {
  CompileInput,
  CompileResult,
  EndpointNotes,
  NodeNotes,
  PlanNotes,
  SourceText,
  UndeclaredNote,
} from './compile-input.ts';

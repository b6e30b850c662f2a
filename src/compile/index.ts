/** Rules → Plan: finds every mistake, so that a run can meet none. */
export type {
  AnswerRow,
  CompileInput,
  CompileResult,
  EndpointNotes,
  NodeNotes,
  PlanNotes,
  SourceText,
  UndeclaredNote,
} from './compile-input.ts';
export { finishPlan } from './finish-plan.ts';
export { compileOptions, type OptionProblem, type WrittenOption } from './transform-options.ts';

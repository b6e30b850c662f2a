/** Compiles rules to a Plan. Finds every mistake, so that running a Plan can't encounter one. */
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
export {
  anchored,
  type CompilePattern,
  finishPattern,
  type Growth,
  growthOf,
  missingGroup,
  type PatternProblem,
  type PatternUse,
  slowness,
} from './pattern.ts';
export { compileOptions, type OptionDialect, type OptionProblem, type WrittenOption } from './transform-options.ts';

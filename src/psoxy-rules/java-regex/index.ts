/** Regular expressions of rule files: read as Java reads them, checked, translated for the Plan. */
export {
  type CompiledPattern,
  compilePattern,
  longestForSlow,
  type PatternProblem,
  type PatternUse,
} from './compile-pattern.ts';

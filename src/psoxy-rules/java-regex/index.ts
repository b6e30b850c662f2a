/** Regular expressions of Psoxy's rule files: parsed as Java does, checked, and translated for the Plan. */
export { type CompiledPattern, compilePattern } from './compile-pattern.ts';

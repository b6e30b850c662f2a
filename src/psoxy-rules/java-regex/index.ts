/** Regular expressions of Psoxy's rule files: read as Java reads them, checked, translated for the Plan. */
export { type CompiledPattern, compilePattern } from './compile-pattern.ts';

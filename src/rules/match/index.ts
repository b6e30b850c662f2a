/** What others read of matching: filters by meaning. */
export { type FilterComparison, readFilter } from './filter-expression.ts';

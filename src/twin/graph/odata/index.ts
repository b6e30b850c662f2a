/** OData as implemented by Graph: query options, filters, selections, preferences. */
export type { Expansion } from './expand.ts';
export { type Predicate, readFilter } from './filter.ts';
export { type QueryOptions, readOptions } from './options.ts';
export { type Preferences, readPrefer } from './prefer.ts';
export { project } from './select.ts';
export { compare, type Json, property, valueAt } from './value.ts';

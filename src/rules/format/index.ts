/** The written format of allow-list rule files. */
export { readRules, valueTypes } from './file-shape.ts';
export type {
  ArrayRule,
  ByTypeRule,
  ComparisonRule,
  EndpointRule,
  Entries,
  Entry,
  KeepAllRule,
  KeepRule,
  Located,
  ObjectRule,
  OverlaidRule,
  QueryRule,
  ResponseRule,
  RuleFile,
  TransformRule,
  ValueRule,
  WrittenRule,
} from './rules.ts';
export { rulesJsonSchema } from './rules-json-schema.ts';

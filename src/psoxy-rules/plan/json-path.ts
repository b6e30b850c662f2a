import type { PatternPlan } from '../../plan/index.ts';

/** A JSONPath of a Plan, with Jayway's meaning. */
export type PathPlan = {
  /** As written in the rules. */
  readonly text: string;
  readonly steps: readonly PathStep[];
  /** True if it leads to at most one place: only names and single indexes. */
  readonly definite: boolean;
};

export type PathStep =
  /** All of the names that exist. */
  | { readonly step: 'names'; readonly names: readonly string[] }
  /** All items or members. */
  | { readonly step: 'all' }
  /** Negative indexes count from the end. */
  | { readonly step: 'indexes'; readonly indexes: readonly number[] }
  | { readonly step: 'slice'; readonly from?: number; readonly to?: number }
  /** Filters the items of an array; tests an object itself. */
  | { readonly step: 'filter'; readonly test: PathTest }
  /** The current value and everything below it. */
  | { readonly step: 'descend' };

export type PathTest =
  | { readonly test: 'all' | 'any'; readonly of: readonly PathTest[] }
  | { readonly test: 'not'; readonly of: PathTest }
  | { readonly test: 'exists'; readonly path: PathOperand }
  | {
      readonly test: 'compare';
      readonly operator: PathOperator;
      readonly left: PathValue;
      readonly right: PathValue;
    };

export type PathOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '=~' | 'in' | 'nin' | 'contains' | 'size' | 'empty';

/** `@…` from the tested value, `$…` from the document. */
export type PathOperand = { readonly value: 'path'; readonly from: '@' | '$'; readonly path: PathPlan };

export type PathValue =
  | PathOperand
  | { readonly value: 'text'; readonly text: string }
  | { readonly value: 'number'; readonly number: string }
  | { readonly value: 'literal'; readonly literal: boolean | null }
  | { readonly value: 'list'; readonly items: readonly PathLiteral[] }
  | { readonly value: 'pattern'; readonly pattern: PatternPlan };

export type PathLiteral = Exclude<PathValue, PathOperand | { readonly value: 'list' | 'pattern' }>;

import type { JsonValue } from '../json/index.ts';
import {
  type FormName,
  isValueKindName,
  type Options,
  type OptionValue,
  type RunContext,
  tokenKindOf,
} from '../plan/index.ts';
import type { ValueKind } from '../pseudonyms/index.ts';

/** One option of a transform. The rule files' schema, the diagnostics and the reference page are generated from it. */
export type Parameter = {
  /** One sentence for the reference page. */
  readonly description: string;
  /** `pattern(s)`: text in a rule file, a `PatternPlan` in the Plan. `texts` may be `{ $list: name }` in a rule file. */
  readonly type: 'boolean' | 'text' | 'integer' | 'pattern' | 'choice' | 'kind' | 'texts' | 'patterns' | 'numbers';
  /** The allowed values of a `choice`. */
  readonly choices?: readonly string[];
  /** Absent: the option may be omitted and then has no value (or is required, if `required` is set). */
  readonly default?: OptionValue;
  readonly required?: boolean;
  /** An explicit null is a separate value. */
  readonly nullable?: true;
  /** Patterns that must match the whole text; others may match anywhere in it. */
  readonly whole?: true;
  /** Whether the text of the pattern's first group is used: if there is one, or always. */
  readonly captures?: 'if-any' | 'required';
  /** The only rule form that has the option. */
  readonly only?: FormName;
};

/** Kinds of JSON values that a transform processes; others are dropped. null is never passed in. */
export type Accepts = 'text' | 'number' | 'boolean' | 'object' | 'array';

/**
 * A value before and after the transform: run as a test and printed on the reference page. Tokens come from the fixed
 * documentation keyring.
 */
export type Example = {
  readonly shows: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Plain JSON data. */
  readonly input: unknown;
  /** Plain JSON data; undefined if the value is removed. */
  readonly output: unknown;
};

/** Runs once per value. Never throws, sees no request, and returns undefined to remove the value. */
export type ValueFunction = (value: JsonValue, tools: RunContext) => JsonValue | undefined;

/** Messages about options that don't go together. */
export type OptionsClash = 'rules/options-clash:boundaries' | 'rules/options-clash:original';

/** One operation that rules can apply to a value. Each file of this folder exports one. */
export type Transform = {
  readonly name: string;
  /** One sentence for the reference page. */
  readonly summary: string;
  readonly accepts: readonly Accepts[];
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly examples: readonly Example[];
  /** Returns the message for options that don't go together. */
  readonly check?: (options: Options) => OptionsClash | undefined;
  /** Called once at start for each use, with options that passed `parameters` and `check`. */
  readonly compile: (options: Options) => ValueFunction;
};

/**
 * The option that names the kind of a value. `compile` fills it in if Microsoft's type and the privacy table determine
 * it.
 */
export const kindParameter: Parameter = {
  description:
    'The kind of the value, from docs/reference/kinds.md. Equal values of kinds with different spaces have unrelated pseudonyms. You can leave it out if the privacy table has the kind.',
  type: 'kind',
  only: 'allow-list',
};

/** Returns the kind in checked options. Psoxy's form has one that contains the location of the rule. */
export const kindOfOptions = ({ of }: Options): ValueKind => {
  if (typeof of !== 'string') throw new Error('the plan has a pseudonym of no kind');
  return isValueKindName(of) ? tokenKindOf(of) : `rule-text/${of.replace(/^rule-text\//, '')}`;
};

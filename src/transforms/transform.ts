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

/** One option of a transform; the rule files' schema, its diagnostics and the reference page are made from it. */
export type Parameter = {
  /** One sentence for the reference page. */
  readonly description: string;
  /** `pattern(s)`: text in a rule file, a `PatternPlan` in the Plan. `texts` may be `{ $list: name }` in a rule file. */
  readonly type: 'boolean' | 'text' | 'integer' | 'pattern' | 'choice' | 'kind' | 'texts' | 'patterns' | 'numbers';
  /** What `choice` may be. */
  readonly choices?: readonly string[];
  /** Absent: the option may be left out and is then not there (or must be given, where `required`). */
  readonly default?: OptionValue;
  readonly required?: boolean;
  /** An explicit null is a value of its own. */
  readonly nullable?: true;
  /** Patterns that must match the whole text; others are looked for anywhere in it. */
  readonly whole?: true;
  /** The text of the pattern's first group is used: where there is one, or always. */
  readonly captures?: 'if-any' | 'required';
  /** The only rule form that has the option. */
  readonly only?: FormName;
};

/** Kinds of JSON value that a transform can do something with; others are dropped in place. null is never handed over. */
export type Accepts = 'text' | 'number' | 'boolean' | 'object' | 'array';

/** A value before and after: run as a test and printed on the reference page. Tokens of the fixed documentation keyring. */
export type Example = {
  readonly shows: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Plain JSON data. */
  readonly input: unknown;
  /** Plain JSON data; undefined where the value is removed. */
  readonly output: unknown;
};

/** What runs once per value: never throws, sees no request, gives undefined where the value is to be removed. */
export type ValueFunction = (value: JsonValue, tools: RunContext) => JsonValue | undefined;

/** Messages about options that don't go together. */
export type OptionsClash = 'rules/options-clash:boundaries' | 'rules/options-clash:original';

/** One thing that rules can do to a value. Each is one file that exports one of these. */
export type Transform = {
  readonly name: string;
  /** One sentence for the reference page. */
  readonly summary: string;
  readonly accepts: readonly Accepts[];
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly examples: readonly Example[];
  /** Returns the message for options that don't go together. */
  readonly check?: (options: Options) => OptionsClash | undefined;
  /** Called once at start for each place that names it, with options that `parameters` and `check` found good. */
  readonly compile: (options: Options) => ValueFunction;
};

/**
 * The option that names the kind of a value. `compile` fills it in if Microsoft's type and the privacy table determine
 * it.
 */
export const kindParameter: Parameter = {
  description:
    'What the value is: a kind of docs/reference/kinds.md. Equal values of kinds of different spaces have unrelated pseudonyms. Left out where the privacy table knows it.',
  type: 'kind',
  only: 'allow-list',
};

/** The kind in checked options; rules of Psoxy's form have one that names the place of the rule. */
export const kindOfOptions = ({ of }: Options): ValueKind => {
  if (typeof of !== 'string') throw new Error('the plan has a pseudonym of no kind');
  return isValueKindName(of) ? tokenKindOf(of) : `rule-text/${of.replace(/^rule-text\//, '')}`;
};

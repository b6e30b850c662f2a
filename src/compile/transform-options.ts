import { suggest } from '../diagnostics/index.ts';
import type { Options, OptionValue, PatternPlan } from '../plan/index.ts';
import { compilePattern, type PatternUse } from '../psoxy-rules/java-regex/index.ts';
import type { Parameter, Transform } from '../transforms/index.ts';

/** An option as a rule file says it, without positions; lists of phrases are already written out. */
export type WrittenOption = null | boolean | number | string | readonly (boolean | number | string | null)[];

export type OptionProblem = {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** The option it is about; absent where it is about all of them. */
  readonly option?: string;
  /** Place in the option's list. */
  readonly item?: number;
  /** UTF-16 units from the start of the text. */
  readonly at?: number;
  readonly message: string;
  readonly hint: string;
};

export type CompiledOptions = {
  /** Absent where a problem is an error. */
  readonly options?: Options;
  readonly problems: readonly OptionProblem[];
};

type Context = { readonly form: 'allow-list' | 'psoxy'; readonly safety: PatternUse['safety'] };
type Say = (problem: Omit<OptionProblem, 'option'>) => undefined;

const expectations: Readonly<Record<Parameter['type'], string>> = {
  boolean: 'true or false',
  text: 'a text',
  integer: 'a whole number',
  pattern: 'a regular expression',
  choice: 'one of its words',
  texts: 'a list of texts',
  patterns: 'a list of regular expressions',
  numbers: 'a list of numbers',
};

const wrongType = (parameter: Parameter, say: Say): undefined => {
  const words = parameter.choices === undefined ? '' : `: ${parameter.choices.join(', ')}`;
  return say({
    severity: 'error',
    code: 'rules/option-type',
    message: `${expectations[parameter.type]} was expected`,
    hint: parameter.choices === undefined ? 'see the reference of this transform' : `write one of${words.slice(1)}`,
  });
};

const readPattern = (text: string, parameter: Parameter, { safety }: Context, say: Say): PatternPlan | undefined => {
  const { plan, problems } = compilePattern(text, {
    match: parameter.whole === true ? 'whole' : 'anywhere',
    ...(parameter.captures !== undefined && { captures: parameter.captures }),
    safety,
  });
  for (const problem of problems) say(problem);
  return plan;
};

const readScalar = (
  given: WrittenOption,
  parameter: Parameter,
  context: Context,
  say: Say,
): OptionValue | undefined => {
  const { type, choices } = parameter;
  if (type === 'boolean' && typeof given === 'boolean') return given;
  if (type === 'integer' && Number.isSafeInteger(given)) return given as number;
  if (typeof given !== 'string') return wrongType(parameter, say);
  if (type === 'pattern') return readPattern(given, parameter, context, say);
  if (type === 'text' || (type === 'choice' && choices?.includes(given) === true)) return given;
  return wrongType(parameter, say);
};

const readList = (given: readonly unknown[], parameter: Parameter, context: Context, say: Say): OptionValue => {
  const read: (number | string | PatternPlan)[] = [];
  for (const [item, value] of given.entries()) {
    const sayHere: Say = (problem) => say({ ...problem, item });
    const plan =
      parameter.type === 'patterns' && typeof value === 'string'
        ? readPattern(value, parameter, context, sayHere)
        : undefined;
    if (plan !== undefined) read.push(plan);
    else if (parameter.type === 'texts' && typeof value === 'string') read.push(value);
    else if (parameter.type === 'numbers' && typeof value === 'number' && Number.isFinite(value)) read.push(value);
    else if (parameter.type !== 'patterns' || typeof value !== 'string') wrongType(parameter, sayHere);
  }
  return read;
};

const isList = ({ type }: Parameter): boolean => type === 'texts' || type === 'patterns' || type === 'numbers';

const readOption = (
  given: WrittenOption,
  parameter: Parameter,
  context: Context,
  say: Say,
): OptionValue | undefined => {
  if (given === null && parameter.nullable === true) return null;
  if (!isList(parameter)) return readScalar(given, parameter, context, say);
  return Array.isArray(given) ? readList(given, parameter, context, say) : wrongType(parameter, say);
};

const unknownOptions = (
  { name, parameters }: Transform,
  known: ReadonlySet<string>,
  given: readonly string[],
): readonly OptionProblem[] =>
  given
    .filter((option) => !known.has(option))
    .map((option) => ({
      severity: 'error',
      code: 'rules/unknown-option',
      option,
      ...(Object.hasOwn(parameters, option)
        ? { message: `${name} takes this option in Psoxy's form only`, hint: 'remove it' }
        : {
            message: `${name} has no option of this name${known.size === 0 ? ', or any other' : ''}`,
            hint: suggest(option, known, known.size === 0 ? 'remove it' : `known are ${[...known].join(', ')}`),
          }),
    }));

/**
 * Checks what a rule says about a transform and makes it ready for the Plan: patterns translated, defaults filled in.
 * Options that the transform does not know, or not in this form, are problems too.
 */
export const compileOptions = (
  transform: Transform,
  given: ReadonlyMap<string, WrittenOption>,
  context: Context,
): CompiledOptions => {
  const problems: OptionProblem[] = [];
  const sayOf =
    (option: string): Say =>
    (problem) => {
      problems.push({ ...problem, option });
    };
  const known = Object.entries(transform.parameters).filter(
    ([, { only }]) => only === undefined || only === context.form,
  );
  const options: Record<string, OptionValue> = {};
  for (const [name, parameter] of known) {
    const value = given.get(name);
    const read = value === undefined ? parameter.default : readOption(value, parameter, context, sayOf(name));
    if (read !== undefined) options[name] = read;
    else if (value === undefined && parameter.required === true)
      problems.push({
        severity: 'error',
        code: 'rules/option-missing',
        message: `${transform.name} needs ${name}`,
        hint: `add ${name}: ${expectations[parameter.type]}`,
      });
  }
  problems.push(...unknownOptions(transform, new Set(known.map(([name]) => name)), [...given.keys()]));
  const failed = problems.some(({ severity }) => severity === 'error');
  const mistake = failed ? undefined : transform.check?.(options);
  if (mistake !== undefined) problems.push({ severity: 'error', code: 'rules/options-clash', ...mistake });
  return failed || mistake !== undefined ? { problems } : { options, problems };
};

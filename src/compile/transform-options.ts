import type { Options, OptionValue, PatternPlan } from '../plan/index.ts';
import { type Description, describe } from '../problems/diagnostics/index.ts';
import type { Parameter, Transform } from '../transforms/index.ts';
import type { CompilePattern } from './pattern.ts';

/** An option in a rule file, without positions and with phrase lists expanded. */
export type WrittenOption = null | boolean | number | string | readonly (boolean | number | string | null)[];

export type OptionProblem = Description & {
  readonly severity: 'error' | 'warning';
  /** The name of the option; absent if the problem concerns several options. */
  readonly option?: string;
  /** Index in the option's list. */
  readonly item?: number;
  /** UTF-16 units from the start of the text. */
  readonly at?: number;
};

export type CompiledOptions = {
  /** Absent if one of the problems is an error. */
  readonly options?: Options;
  readonly problems: readonly OptionProblem[];
};

/** The differences between rule forms that affect options. */
export type OptionDialect = {
  /** True for options that the form supports. */
  readonly offers: (parameter: Parameter) => boolean;
  readonly compilePattern: CompilePattern;
};

/** An option while it is being parsed. */
type Reading = {
  readonly name: string;
  readonly parameter: Parameter;
  readonly dialect: OptionDialect;
  readonly report: (problem: Omit<OptionProblem, 'option'>) => void;
};

const expectations: Readonly<Record<Parameter['type'], string>> = {
  boolean: 'true or false',
  text: 'a text',
  integer: 'a whole number',
  pattern: 'a regular expression',
  choice: 'one of its words',
  kind: 'a kind of value',
  texts: 'a list of texts',
  patterns: 'a list of regular expressions',
  numbers: 'a list of numbers',
};

const reportType = ({ name: option, parameter: { type, choices }, report }: Reading): undefined => {
  report({ severity: 'error', ...describe('rules/option-type', { option, expected: expectations[type], choices }) });
  return undefined;
};

const readPattern = (text: string, { parameter, dialect, report }: Reading): PatternPlan | undefined => {
  const { plan, problems } = dialect.compilePattern(text, {
    match: parameter.whole === true ? 'whole' : 'anywhere',
    ...(parameter.captures !== undefined && { captures: parameter.captures }),
  });
  for (const problem of problems) report(problem);
  return plan;
};

const readScalar = (given: WrittenOption, reading: Reading): OptionValue | undefined => {
  const { type, choices } = reading.parameter;
  if (type === 'boolean' && typeof given === 'boolean') return given;
  if (type === 'integer' && Number.isSafeInteger(given)) return given as number;
  if (typeof given !== 'string') return reportType(reading);
  if (type === 'pattern') return readPattern(given, reading);
  if (type === 'text' || type === 'kind' || (type === 'choice' && choices?.includes(given) === true)) return given;
  return reportType(reading);
};

const readList = (given: readonly unknown[], reading: Reading): OptionValue => {
  const { type } = reading.parameter;
  const read: (number | string | PatternPlan)[] = [];
  for (const [item, value] of given.entries()) {
    const here: Reading = { ...reading, report: (problem) => reading.report({ ...problem, item }) };
    const plan = type === 'patterns' && typeof value === 'string' ? readPattern(value, here) : undefined;
    if (plan !== undefined) read.push(plan);
    else if (type === 'texts' && typeof value === 'string') read.push(value);
    else if (type === 'numbers' && typeof value === 'number' && Number.isFinite(value)) read.push(value);
    else if (type !== 'patterns' || typeof value !== 'string') reportType(here);
  }
  return read;
};

const isList = ({ type }: Parameter): boolean => type === 'texts' || type === 'patterns' || type === 'numbers';

const readOption = (given: WrittenOption, reading: Reading): OptionValue | undefined => {
  const { parameter } = reading;
  if (given === null && parameter.nullable === true) return null;
  if (!isList(parameter)) return readScalar(given, reading);
  return Array.isArray(given) ? readList(given, reading) : reportType(reading);
};

const unknownOptions = (
  { name: transform, parameters }: Transform,
  known: readonly string[],
  given: readonly string[],
): readonly OptionProblem[] =>
  given
    .filter((option) => !known.includes(option))
    .map((option) => ({
      severity: 'error',
      option,
      ...(Object.hasOwn(parameters, option)
        ? describe('rules/unknown-option:form', { transform, option })
        : describe('rules/unknown-option', { transform, option, known })),
    }));

/**
 * Checks the options of a transform in a rule and prepares them for the Plan: patterns are compiled and defaults filled
 * in. Reports options that the transform doesn't have, or not in this form.
 */
export const compileOptions = (
  transform: Transform,
  given: ReadonlyMap<string, WrittenOption>,
  dialect: OptionDialect,
): CompiledOptions => {
  const problems: OptionProblem[] = [];
  const known = Object.entries(transform.parameters).filter(([, parameter]) => dialect.offers(parameter));
  const options: Record<string, OptionValue> = {};
  for (const [name, parameter] of known) {
    const value = given.get(name);
    const report: Reading['report'] = (problem) => void problems.push({ ...problem, option: name });
    const read = value === undefined ? parameter.default : readOption(value, { name, parameter, dialect, report });
    if (read !== undefined) options[name] = read;
    else if (value === undefined && parameter.required === true) {
      const missing = { transform: transform.name, option: name, expected: expectations[parameter.type] };
      problems.push({ severity: 'error', ...describe('rules/option-missing', missing) });
    }
  }
  const names = known.map(([name]) => name);
  problems.push(...unknownOptions(transform, names, [...given.keys()]));
  const failed = problems.some(({ severity }) => severity === 'error');
  const clash = failed ? undefined : transform.check?.(options);
  if (clash !== undefined) problems.push({ severity: 'error', ...describe(clash) });
  return failed || clash !== undefined ? { problems } : { options, problems };
};

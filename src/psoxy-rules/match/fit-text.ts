import type { MatchOptions } from '../../plan/index.ts';
import { preparePattern } from '../../transforms/index.ts';
import type { TextPlan } from '../plan/index.ts';

type Fits = (text: string, options: MatchOptions) => boolean;

const token = /^p~[A-Za-z0-9_-]{43,}$/;
const edges = /^[\x00-\x20]+|[\x00-\x20]+$/g;
const digits = /^[0-9]+$/;
/** What Java reads as a double: signs, exponents, hexadecimal, `NaN` and the letters that name a type. */
const double =
  /^[+-]?(?:NaN|Infinity|(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?[0-9]+)[fFdD]?)$/;

const typeCheck = (type: 'integer' | 'number'): Fits => {
  const pattern = type === 'integer' ? digits : double;
  return (text) => pattern.test(text.replaceAll(edges, ''));
};

/** Makes ready what a parameter's value may be; a value must pass everything that is asked of it. */
export const prepareText = (plan: TextPlan): Fits => {
  const checks: Fits[] = [];
  if (plan.type !== undefined) checks.push(typeCheck(plan.type));
  if (plan.token === true) checks.push((text, { plainValues }) => plainValues || token.test(text));
  if (plan.pattern !== undefined) checks.push(preparePattern(plan.pattern).matches);
  if (plan.enum !== undefined) {
    const words = new Set(plan.enum);
    checks.push((text) => words.has(text));
  }
  if (plan.anyOf !== undefined) {
    const options = plan.anyOf.map(prepareText);
    checks.push((text, given) => options.some((fits) => fits(text, given)));
  }
  return (text, given) => checks.every((fits) => fits(text, given));
};

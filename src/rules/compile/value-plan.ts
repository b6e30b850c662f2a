import type { Position } from '../../diagnostics/index.ts';
import { declaredKind, fitsKind, isKindName, kinds } from '../../plan/index.ts';
import type { Located, ValueRule } from '../format/index.ts';
import type { ValuePlan } from '../plan/index.ts';
import { readPattern } from './compile-leaf.ts';
import type { Session } from './session.ts';

/** The position of a value: in the path, in the query, or in a text between single quotes. */
export type ValuePlace = 'path' | 'query' | 'quoted';

const checkKind = (rule: ValueRule, place: ValuePlace, { report, input }: Session): void => {
  const { kind } = rule;
  if (kind === undefined || input.kinds?.has(kind.value)) return;
  if (!isKindName(kind.value)) {
    const known = [...Object.keys(kinds), ...(input.kinds?.keys() ?? [])];
    report.error('rules/unknown-kind', kind.position, { name: kind.value, known });
  } else if (kinds[kind.value].place === 'literal' && place !== 'quoted')
    report.error('rules/kind-place', kind.position, { kind: kind.value });
};

const checkBounds = ({ type, minimum, maximum }: ValueRule, { report }: Session): void => {
  const bound = minimum ?? maximum;
  if (bound !== undefined && type?.value !== 'integer') report.error('rules/value:bounds', bound.position);
  else if (minimum !== undefined && maximum !== undefined && minimum.value > maximum.value)
    report.error('rules/value:bounds-order', maximum.position);
};

/** Reports an empty `enum`. */
const checkWords = (words: ValueRule['enum'], { report }: Session): void => {
  if (words?.value.length === 0) report.error('rules/value:empty', words.position, { key: 'enum' });
};

const checkClash = (rule: ValueRule, session: Session): void => {
  const { report } = session;
  if (rule.ignoreCase !== undefined && rule.pattern === undefined)
    report.error('rules/options-clash:ignore-case', rule.ignoreCase.position);
  const { type, kind, format, enum: words, pattern } = rule;
  const text = type === undefined || type.value === 'string';
  const onlyText = kind ?? format ?? words ?? pattern;
  if (!text && onlyText !== undefined)
    report.error('rules/options-clash:type', onlyText.position, { type: type.value });
  else if (words !== undefined && (kind ?? format ?? pattern) !== undefined)
    report.error('rules/options-clash:enum', words.position);
  else if (format !== undefined && kind === undefined) report.error('rules/missing-kind', format.position);
  else checkWords(words, session);
};

/** Checks that each alternative has its own type or enum, and no pseudonym. */
const checkOneOf = (rule: ValueRule, { report }: Session): void => {
  const { oneOf, type, kind, format, enum: words, pattern, minimum, maximum } = rule;
  if (oneOf === undefined) return;
  const beside = type ?? kind ?? format ?? words ?? pattern ?? minimum ?? maximum;
  if (beside !== undefined) report.error('rules/options-clash:one-of', beside.position);
  if (oneOf.value.length < 2) report.error('rules/value:one-of', oneOf.position);
  for (const item of oneOf.value) {
    const other = item.kind ?? item.format ?? item.pattern;
    if (other !== undefined) report.error('rules/options-clash:one-of-item', other.position);
  }
};

/** Reports an `enum` without words or beside other conditions, which a parameter with exact texts would ignore. */
export const checkWordsAlone = (rule: ValueRule, session: Session): void => {
  checkClash(rule, session);
  checkOneOf(rule, session);
};

const checkFree = (rule: ValueRule | undefined, name: string, position: Position, { report, input }: Session): void => {
  const bounded = rule?.kind ?? rule?.enum ?? rule?.pattern ?? rule?.oneOf;
  const free = (rule?.type === undefined || rule.type.value === 'string') && bounded === undefined;
  if (!free || rule?.format !== undefined) return;
  const say = input.builtIn ? report.error : report.warning;
  say('rules/free-value', position, { name });
};

const tokenOf = ({ type, kind, format, enum: words, pattern, oneOf }: ValueRule): ValuePlan['token'] => {
  if (format !== undefined) return 'required';
  if (oneOf !== undefined) return 'refused';
  const text = type === undefined || type.value === 'string';
  return text && words === undefined && (kind !== undefined || pattern === undefined) ? 'accepted' : 'refused';
};

/**
 * Returns the kind of a value. For a declared kind, includes its title, example and pattern, because Plans contain no
 * tables.
 */
const kindOf = (kind: Located<string>, session: Session): Pick<ValuePlan, 'kind' | 'declared' | 'pattern'> => {
  const own = session.input.kinds?.get(kind.value);
  if (own === undefined) return { kind: kind.value };
  const { title, example } = own;
  const pattern =
    own.pattern === undefined
      ? undefined
      : readPattern({ value: own.pattern, position: kind.position }, undefined, 'strict', session);
  return {
    kind: declaredKind(kind.value),
    declared: { title, example },
    ...(pattern && { pattern: pattern.source }),
  };
};

/** Compiles the conditions on one value. `position` is the position of its name, for a value without conditions. */
export const compileValue = (
  rule: ValueRule | undefined,
  name: string,
  position: Position,
  place: ValuePlace,
  session: Session,
): ValuePlan => {
  checkFree(rule, name, rule?.position ?? position, session);
  if (rule === undefined) return { type: 'string', token: 'accepted' };
  checkKind(rule, place, session);
  checkBounds(rule, session);
  checkClash(rule, session);
  checkOneOf(rule, session);
  const { type, kind, minimum, maximum, enum: words } = rule;
  const pattern = rule.pattern && readPattern(rule.pattern, rule.ignoreCase, 'strict', session);
  return {
    type: (type?.value ?? 'string') as ValuePlan['type'],
    ...(kind && kindOf(kind, session)),
    token: tokenOf(rule),
    ...(minimum && { minimum: minimum.value }),
    ...(maximum && { maximum: maximum.value }),
    ...(words && { enum: words.value.map(({ value }) => value) }),
    ...(pattern && { pattern: pattern.source }),
    ...(pattern && rule.ignoreCase?.value === true && { ignoreCase: true }),
    ...(rule.oneOf && {
      oneOf: rule.oneOf.value.map((item) => compileValue(item, name, item.position, place, session)),
    }),
  };
};

/** True if a literal text of the path would match this value. */
export const takesText = (plan: ValuePlan, text: string): boolean => {
  if (plan.token === 'required') return false;
  if (plan.oneOf !== undefined) return plan.oneOf.some((each) => takesText(each, text));
  if (plan.kind !== undefined && !fitsKind(plan.kind, text)) return false;
  if (plan.enum !== undefined) return plan.enum.includes(text);
  if (plan.pattern !== undefined) return new RegExp(`^(?:${plan.pattern})$`, plan.ignoreCase ? 'iu' : 'u').test(text);
  return plan.kind !== undefined || plan.type === 'string';
};

/** True if `outer` accepts every value that `inner` accepts. */
export const takesAll = (outer: ValuePlan, inner: ValuePlan): boolean => {
  if (outer.token === 'required' && inner.token !== 'required') return false;
  if (outer.token === 'refused' && inner.token !== 'refused') return false;
  const free = outer.type === 'string' && (outer.kind ?? outer.enum ?? outer.pattern ?? outer.oneOf) === undefined;
  const { token: _, ...same } = outer;
  const { token: __, ...inside } = inner;
  return free || JSON.stringify(same) === JSON.stringify(inside);
};

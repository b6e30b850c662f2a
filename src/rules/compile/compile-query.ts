import { suggest } from '../../diagnostics/index.ts';
import type { Entry, Located, QueryRule } from '../format/index.ts';
import type { FormPlan, QueryParameterPlan, ValuePlan } from '../plan/index.ts';
import { compileComparisons } from './compile-comparisons.ts';
import { parseForm } from './query-form.ts';
import type { Session } from './session.ts';
import { checkWords, compileValue } from './value-plan.ts';

/** What `$select` of the endpoint may name; asked for when the endpoint has one. */
export type Selectable = (rule: QueryRule) => readonly string[];

/** OData's own options, by their canonical names; false: rules never let them through. */
const systemOptions: ReadonlyMap<string, boolean> = new Map([
  ['$select', true],
  ['$filter', true],
  ['$orderby', true],
  ['$expand', true],
  ['$top', true],
  ['$skip', true],
  ['$count', true],
  ['$search', false],
  ['$apply', false],
  ['$compute', false],
  ['$format', false],
  ['$skiptoken', false],
  ['$deltatoken', false],
]);

const typed: Readonly<Record<string, string>> = { $top: 'integer', $skip: 'integer', $count: 'boolean' };

/** Texts of which a free one would let a caller ask anything. */
const exact = ['$filter', '$orderby', '$expand'];

const checkName = (name: string, { keyPosition, value }: Entry<QueryRule>, { report }: Session): void => {
  const lower = name.toLowerCase();
  if (systemOptions.has(`$${lower}`))
    report.error('rules/query-option', keyPosition, `${name} is an option of OData`, `write $${lower}`);
  else if (name.startsWith('$') && systemOptions.get(lower) === undefined)
    report.error(
      'rules/query-option',
      keyPosition,
      `there is no option ${name}`,
      suggest(lower, systemOptions.keys(), 'see the options of OData'),
    );
  else if (systemOptions.get(lower) === false) {
    const hint = lower.endsWith('token') ? 'remove it: sealed links are followed without it' : 'remove it';
    report.error('rules/query-option', keyPosition, `${lower} is never let through`, hint);
  }
  const type = typed[lower];
  if (type !== undefined && value.type?.value !== type)
    report.error('rules/query-option', value.position, `${lower} is of type ${type}`, `add type: ${type}`);
  if (exact.includes(lower) && (value.forms ?? value.enum ?? value.comparisons) === undefined)
    report.error(
      'rules/free-value',
      value.position,
      `${lower} would be free text`,
      lower === '$filter'
        ? 'list what may be compared: comparisons: { receivedDateTime: { operators: [ge, lt], type: date-time } }'
        : 'list the accepted texts: enum: […], or forms with holes',
    );
  if (lower === '$select' && value.properties === undefined && value.enum === undefined)
    report.error('rules/free-value', value.position, '$select would be free text', 'write { properties: kept }');
};

/** The ways in which a parameter can be described; only one of them at a time. */
const checkClash = (name: string, rule: QueryRule, { report }: Session): void => {
  const { properties, notSelectable, forms, holes, comparisons } = rule;
  const value = rule.type ?? rule.kind ?? rule.format ?? rule.pattern ?? rule.minimum ?? rule.maximum ?? rule.enum;
  if (properties !== undefined && name.toLowerCase() !== '$select')
    report.error('rules/options-clash', properties.position, 'properties belongs to $select', 'remove it');
  if (notSelectable !== undefined && properties === undefined)
    report.error(
      'rules/options-clash',
      notSelectable.position,
      'notSelectable belongs to properties: kept',
      'add it, or remove this',
    );
  if (holes !== undefined && forms === undefined)
    report.error('rules/options-clash', rule.position, 'holes belong to forms', 'add forms, or remove holes');
  if (comparisons !== undefined && name.toLowerCase() !== '$filter')
    report.error('rules/options-clash', rule.position, 'comparisons belong to $filter', 'remove them');
  if (comparisons !== undefined && forms !== undefined)
    report.error('rules/options-clash', forms.position, 'comparisons replace forms', 'remove the forms');
  if (forms?.value.length === 0)
    report.error('rules/value', forms.position, 'forms is empty', 'name the accepted texts, or remove the parameter');
  const way = forms ?? properties ?? (comparisons && rule);
  if (way !== undefined && value !== undefined)
    report.error(
      'rules/options-clash',
      value.position,
      'forms and properties stand without a type, kind, enum or pattern',
      'remove one of them',
    );
};

const bareTypes = ['integer', 'boolean', 'date', 'date-time'];

const checkBare = (plan: ValuePlan, name: string, { position }: Located<string>, { report }: Session): void => {
  if (bareTypes.includes(plan.type)) return;
  report.error('rules/form', position, `the hole ${name} holds text, so it stands between quotes`, `write '{${name}}'`);
};

const compileForm = (
  form: Located<string>,
  rule: QueryRule,
  used: Set<string>,
  session: Session,
): FormPlan | undefined => {
  const { report } = session;
  const read = parseForm(form.value);
  if (!read.ok) {
    report.error('rules/form', form.position, read.problem, read.hint);
    return undefined;
  }
  const parts = read.parts.flatMap((part): FormPlan['parts'] => {
    if (part.type === 'text') return [part];
    const hole = rule.holes?.get(part.name);
    used.add(part.name);
    if (hole === undefined) {
      const known = rule.holes?.keys() ?? [];
      report.error(
        'rules/form',
        form.position,
        `nothing says what the hole ${part.name} may hold`,
        suggest(part.name, known, `add holes: { ${part.name}: date-time }`),
      );
      return [];
    }
    const value = compileValue(hole.value, part.name, hole.keyPosition, part.quoted ? 'quoted' : 'query', session);
    if (!part.quoted) checkBare(value, part.name, form, session);
    return [{ ...part, value }];
  });
  return { text: form.value, parts };
};

const compileForms = (forms: readonly Located<string>[], rule: QueryRule, session: Session): readonly FormPlan[] => {
  const used = new Set<string>();
  const plans = forms.flatMap((form) => compileForm(form, rule, used, session) ?? []);
  for (const [name, { keyPosition }] of rule.holes ?? [])
    if (!used.has(name))
      session.report.error(
        'rules/form',
        keyPosition,
        `no form has the hole ${name}`,
        'remove it, or name it in a form',
      );
  return plans;
};

const compileParameter = (
  written: string,
  entry: Entry<QueryRule>,
  selectable: Selectable,
  session: Session,
): QueryParameterPlan => {
  const { value: rule, keyPosition } = entry;
  checkName(written, entry, session);
  checkClash(written, rule, session);
  const name = written.startsWith('$') ? written.toLowerCase() : written;
  const base = { name, required: rule.required?.value === true };
  if (rule.properties !== undefined) return { ...base, type: 'select', kept: selectable(rule) };
  if (rule.comparisons !== undefined)
    return { ...base, type: 'filter', comparisons: compileComparisons(rule.comparisons, session) };
  if (rule.forms !== undefined) return { ...base, type: 'forms', forms: compileForms(rule.forms.value, rule, session) };
  const isExact = exact.includes(name) || name === '$select';
  // Of these, what is free text was said already.
  if (isExact || (rule.enum !== undefined && rule.type === undefined)) {
    checkWords(rule.enum, session);
    return { ...base, type: 'enum', values: rule.enum?.value.map((word) => word.value) ?? [] };
  }
  return { ...base, type: 'value', value: compileValue(rule, written, keyPosition, 'query', session) };
};

/** What the query of an endpoint may hold. */
export const compileQuery = (
  parameters: ReadonlyMap<string, Entry<QueryRule>>,
  selectable: Selectable,
  session: Session,
): readonly QueryParameterPlan[] => {
  const seen = new Map<string, string>();
  return [...parameters].map(([name, entry]) => {
    const before = seen.get(name.toLowerCase());
    if (before !== undefined)
      session.report.error(
        'rules/query-option',
        entry.keyPosition,
        `${name} and ${before} are one parameter`,
        'keep one of them',
      );
    seen.set(name.toLowerCase(), name);
    return compileParameter(name, entry, selectable, session);
  });
};

import type { Entry, Located, QueryRule } from '../format/index.ts';
import type { FormPlan, QueryParameterPlan, ValuePlan } from '../plan/index.ts';
import { compileComparisons } from './compile-comparisons.ts';
import { parseForm } from './query-form.ts';
import type { SelectableNames } from './selectable.ts';
import type { Session } from './session.ts';
import { checkWordsAlone, compileValue } from './value-plan.ts';

/** The value of `$deltatoken` with which a delta query starts from now. Every other value is a link. */
const isFromNow = ({ enum: words, type, kind, pattern }: QueryRule): boolean =>
  words?.value.length === 1 && words.value[0]?.value === 'latest' && (type ?? kind ?? pattern) === undefined;

/** Returns the names that `$select` may contain. Called only for endpoints with a `$select`. */
export type Selectable = (rule: QueryRule) => SelectableNames;

/** OData's own options, by their canonical names; false for options that rules can't allow. */
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

/** Options in which free text would let a caller query anything. */
const exact = ['$filter', '$orderby', '$expand'];

const checkName = (name: string, { keyPosition, value }: Entry<QueryRule>, { report }: Session): void => {
  const lower = name.toLowerCase();
  if (systemOptions.has(`$${lower}`))
    report.error('rules/query-option:prefix', keyPosition, { name, option: `$${lower}` });
  else if (name.startsWith('$') && systemOptions.get(lower) === undefined)
    report.error('rules/query-option:unknown', keyPosition, { name, known: [...systemOptions.keys()] });
  else if (systemOptions.get(lower) === false && !(lower === '$deltatoken' && isFromNow(value)))
    report.error('rules/query-option:refused', keyPosition, { name: lower });
  const type = typed[lower];
  if (type !== undefined && value.type?.value !== type)
    report.error('rules/query-option:type', value.position, { name: lower, type });
  if (exact.includes(lower) && (value.forms ?? value.enum ?? value.comparisons) === undefined)
    report.error('rules/free-value:option', value.position, { name: lower });
  if (lower === '$select' && value.properties === undefined && value.enum === undefined)
    report.error('rules/free-value:select', value.position);
};

/** Reports conflicting descriptions of a parameter; only one kind is allowed at a time. */
const checkClash = (name: string, rule: QueryRule, { report }: Session): void => {
  const { properties, notSelectable, onRequest, forms, holes, comparisons } = rule;
  const value =
    rule.type ?? rule.kind ?? rule.format ?? rule.pattern ?? rule.minimum ?? rule.maximum ?? rule.enum ?? rule.oneOf;
  if (properties !== undefined && name.toLowerCase() !== '$select')
    report.error('rules/options-clash:properties', properties.position);
  const lists = notSelectable ?? onRequest;
  if (lists !== undefined && properties === undefined)
    report.error('rules/options-clash:not-selectable', lists.position, {
      key: notSelectable === undefined ? 'onRequest' : 'notSelectable',
    });
  if (holes !== undefined && forms === undefined) report.error('rules/options-clash:holes', rule.position);
  if (comparisons !== undefined && name.toLowerCase() !== '$filter')
    report.error('rules/options-clash:comparisons', rule.position);
  if (comparisons !== undefined && forms !== undefined)
    report.error('rules/options-clash:comparisons-forms', forms.position);
  if (forms?.value.length === 0) report.error('rules/value:empty', forms.position, { key: 'forms' });
  const way = forms ?? properties ?? (comparisons && rule);
  if (way !== undefined && value !== undefined) report.error('rules/options-clash:forms', value.position);
};

const bareTypes = ['integer', 'boolean', 'date', 'date-time'];

const checkBare = (plan: ValuePlan, name: string, { position }: Located<string>, { report }: Session): void => {
  if (bareTypes.includes(plan.type)) return;
  report.error('rules/form:bare', position, { name });
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
    report.add('error', form.position, read.problem);
    return undefined;
  }
  const parts = read.parts.flatMap((part): FormPlan['parts'] => {
    if (part.type === 'text') return [part];
    const hole = rule.holes?.get(part.name);
    used.add(part.name);
    if (hole === undefined) {
      const known = [...(rule.holes?.keys() ?? [])];
      report.error('rules/form:undescribed', form.position, { name: part.name, known });
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
    if (!used.has(name)) session.report.error('rules/form:unused', keyPosition, { name });
  return plans;
};

const compileParameter = (
  written: string,
  entry: Entry<QueryRule>,
  selectable: Selectable,
  session: Session,
): QueryParameterPlan => {
  const { value: rule, keyPosition } = entry;
  if (rule.removed === true) session.report.error('rules/removed', keyPosition, { what: 'parameter', name: written });
  else checkName(written, entry, session);
  checkClash(written, rule, session);
  const name = written.startsWith('$') ? written.toLowerCase() : written;
  const base = { name, required: rule.required?.value === true };
  if (rule.properties !== undefined) return { ...base, type: 'select', ...selectable(rule) };
  if (rule.comparisons !== undefined)
    return { ...base, type: 'filter', comparisons: compileComparisons(rule.comparisons, session) };
  if (rule.forms !== undefined) return { ...base, type: 'forms', forms: compileForms(rule.forms.value, rule, session) };
  const isExact = exact.includes(name) || name === '$select';
  // Free text in these options is reported above.
  if (isExact || (rule.enum !== undefined && rule.type === undefined)) {
    checkWordsAlone(rule, session);
    return { ...base, type: 'enum', values: rule.enum?.value.map((word) => word.value) ?? [] };
  }
  return { ...base, type: 'value', value: compileValue(rule, written, keyPosition, 'query', session) };
};

/** Compiles the query parameters of an endpoint. */
export const compileQuery = (
  parameters: ReadonlyMap<string, Entry<QueryRule>>,
  selectable: Selectable,
  session: Session,
): readonly QueryParameterPlan[] => {
  const seen = new Map<string, string>();
  return [...parameters].map(([name, entry]) => {
    const before = seen.get(name.toLowerCase());
    if (before !== undefined)
      session.report.error('rules/query-option:duplicate', entry.keyPosition, { name, other: before });
    seen.set(name.toLowerCase(), name);
    return compileParameter(name, entry, selectable, session);
  });
};

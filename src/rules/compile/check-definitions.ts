import type { ResponseRule } from '../format/index.ts';
import { compileTransform, writtenFormat } from './compile-leaf.ts';
import type { Session } from './session.ts';

/** The direct children of a rule, with references resolved. */
const below = (rule: ResponseRule, session: Session): readonly ResponseRule[] => {
  switch (rule.rule) {
    case 'object': {
      const target = rule.ref && session.library.definition(rule.ref);
      const own = [...rule.properties.values()].map(({ value }) => value);
      return target === undefined ? own : [target, ...own];
    }
    case 'array':
      return [rule.item];
    case 'by-type':
      return [...rule.types.values()].map(({ value }) => value);
    case 'overlaid':
      return [rule.base, rule.over];
    default:
      return [];
  }
};

/** Checks a rule and its descendants for mistakes that don't depend on their place. */
const checkRule = (rule: ResponseRule, seen: Set<ResponseRule>, session: Session): void => {
  if (seen.has(rule)) return;
  seen.add(rule);
  session.resolve(rule);
  if (rule.rule === 'transform') compileTransform(rule, session);
  if (rule.rule === 'keep') writtenFormat(rule, session);
  for (const next of below(rule, session)) checkRule(next, seen, session);
};

/** Finds rules from which no leaf can be reached, even through references. */
const leafless = (rules: ReadonlySet<ResponseRule>, session: Session): ReadonlySet<ResponseRule> => {
  // Children first, so that few rounds are needed.
  const children = [...rules].reverse().map((rule) => [rule, below(rule, session)] as const);
  const fruitless = new Set(rules);
  for (let before = -1; before !== fruitless.size; ) {
    before = fruitless.size;
    for (const [rule, next] of children)
      if (next.length === 0 || next.some((each) => !fruitless.has(each))) fruitless.delete(rule);
  }
  return fruitless;
};

/** Reports mistakes in definitions, whether or not an endpoint uses them. */
export const checkDefinitions = (session: Session): void => {
  const { library, report } = session;
  const seen = new Set<ResponseRule>();
  for (const { response } of [...library.main.endpoints, ...library.main.removed])
    if (response !== undefined) checkRule(response, seen, session);
  const definitions = [...library.main.definitions];
  for (const [, { value }] of definitions) checkRule(value, seen, session);

  const fruitless = leafless(seen, session);
  for (const [name, { keyPosition, value }] of definitions)
    if (fruitless.has(value) && session.resolve(value) !== undefined)
      report.error('rules/ref-cycle:leafless', keyPosition, { name });
};

/** Reports unused definitions and lists. Runs after all other checks. */
export const checkUse = ({ library, report, input }: Session): void => {
  const endpoints = library.main.namedEndpoints.size > 0;
  const own = new Set([input.main, ...input.overlays].map(({ path }) => path));
  for (const [name, position] of library.unused('definitions'))
    if (!endpoints && own.has(position.file)) report.warning('rules/unused', position, { what: 'definition', name });
  for (const [name, position] of library.unused('lists'))
    if (!endpoints && own.has(position.file)) report.warning('rules/unused', position, { what: 'list', name });
};

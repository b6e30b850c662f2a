import type { Report } from '../../diagnostics/index.ts';
import type { Entry, Located, ObjectRule, OverlaidRule, ResponseRule, WrittenRule } from '../format/index.ts';
import type { Library } from './library.ts';
import { overlaid } from './merge-overlays.ts';

/** A rule with references resolved and overlays applied, only at the top level. */
export type Resolved = WrittenRule;

/**
 * Returns the same object for the same rule, so that definitions may refer to themselves; undefined after a reported
 * mistake.
 */
export type Resolve = (rule: ResponseRule) => Resolved | undefined;

const overlayProperty = (
  name: string,
  base: Entry<ResponseRule> | undefined,
  over: Entry<ResponseRule>,
  known: Iterable<string>,
  adds: boolean,
  report: Report,
): Entry<ResponseRule> => {
  if (base === undefined && !adds)
    report.error('rules/adds', over.keyPosition, { what: 'property', name, known: [...known] });
  return { keyPosition: over.keyPosition, value: overlaid(base?.value, over.value, adds) };
};

/** Deletes the properties that an overlay doesn't name. Reports names that the base lacks. */
const retain = (
  properties: Map<string, Entry<ResponseRule>>,
  only: readonly Located<string>[],
  report: Report,
): void => {
  const known = [...properties.keys()];
  for (const { value, position } of only)
    if (!properties.has(value)) report.error('rules/adds', position, { what: 'property', name: value, known });
  for (const name of known) if (!only.some(({ value }) => value === name)) properties.delete(name);
};

const merge = (
  base: Resolved,
  { over, adds, position }: OverlaidRule,
  resolve: Resolve,
  report: Report,
): Resolved | undefined => {
  if (base.rule === 'array' && over.rule === 'array')
    return { rule: 'array', position, item: overlaid(base.item, over.item, adds) };
  if (base.rule === 'object' && over.rule === 'object') {
    const allowed = adds || over.adds?.value === true;
    const properties = new Map(base.properties);
    for (const [name, entry] of over.properties)
      properties.set(
        name,
        overlayProperty(name, base.properties.get(name), entry, base.properties.keys(), allowed, report),
      );
    if (over.only !== undefined) retain(properties, over.only.value, report);
    const order = over.order ?? base.order;
    return { rule: 'object', position, properties, ...(order !== undefined && { order }) };
  }
  if (base.rule === 'by-type' && over.rule === 'by-type') {
    const types = new Map(base.types);
    for (const [name, entry] of over.types)
      types.set(name, overlayProperty(name, base.types.get(name), entry, base.types.keys(), adds, report));
    return { rule: 'by-type', position, types };
  }
  return resolve(over);
};

/** Resolves references and merges overlays, once per rule. */
export const createResolve = (library: Library, report: Report): Resolve => {
  const done = new Map<ResponseRule, Resolved | undefined>();
  const open = new Set<ResponseRule>();

  const follow = (rule: ObjectRule): Resolved | undefined => {
    const { ref, ...own } = rule;
    if (ref === undefined) return rule;
    const target = library.definition(ref);
    const base = target === undefined ? undefined : resolve(target);
    const changes = own.properties.size > 0 || own.order !== undefined || own.only !== undefined;
    if (!changes || base === undefined) return base;
    return resolve({ rule: 'overlaid', position: rule.position, base, over: own, adds: true });
  };

  const once = (rule: ResponseRule): Resolved | undefined => {
    if (rule.rule === 'object') return follow(rule);
    if (rule.rule !== 'overlaid') return rule;
    const base = resolve(rule.base);
    return base === undefined ? undefined : merge(base, rule, resolve, report);
  };

  const resolve: Resolve = (rule) => {
    if (done.has(rule)) return done.get(rule);
    if (open.has(rule)) {
      report.error('rules/ref-cycle', rule.position);
      return undefined;
    }
    open.add(rule);
    const resolved = once(rule);
    open.delete(rule);
    done.set(rule, resolved);
    return resolved;
  };
  return resolve;
};

import type { Report } from '../../diagnostics/index.ts';
import type { EndpointRule, Entries, Entry, Located, ResponseRule, RuleFile } from '../format/index.ts';

type Merged = Pick<RuleFile, 'definitions' | 'lists' | 'namedEndpoints' | 'undeclared'> & {
  readonly endpoints: readonly EndpointRule[];
  /** Endpoints of the base that an overlay removed. */
  readonly removed: readonly EndpointRule[];
};

type FindEndpoint = (ref: Located<string>) => EndpointRule | undefined;

/** Applies an overlay's rule to a base rule. A leaf, or a rule with its own `$ref`, replaces the whole base rule. */
export const overlaid = (base: ResponseRule | undefined, over: ResponseRule, adds: boolean): ResponseRule => {
  const whole = over.rule !== 'object' && over.rule !== 'array' && over.rule !== 'by-type';
  if (base === undefined || whole || (over.rule === 'object' && over.ref !== undefined)) return over;
  return { rule: 'overlaid', position: over.position, base, over, adds };
};

const mergedMap = <T>(base: Entries<T> | undefined, over: Entries<T> | undefined): Entries<T> =>
  new Map([...(base ?? []), ...(over ?? [])]);

/** Merges by name, without the names that an overlay removes. Keeps a removal of a name that the base lacks, to report it. */
const mergedOrRemoved = <T extends { readonly removed?: true }>(
  base: Entries<T> | undefined,
  over: Entries<T> | undefined,
): Entries<T> =>
  new Map([...mergedMap(base, over)].filter(([name, { value }]) => value.removed !== true || base?.has(name) !== true));

/** Merges parameters. An overlay's schema replaces the base's; comparisons of a filter are merged one by one. */
const mergeParameters = (
  base: EndpointRule['queryParamSchemas'],
  over: EndpointRule['queryParamSchemas'],
): NonNullable<EndpointRule['queryParamSchemas']> => {
  const merged = mergedOrRemoved(base, over);
  return new Map(
    [...merged].map(([name, entry]) => {
      const before = base?.get(name)?.value.comparisons;
      const { comparisons } = entry.value;
      if (before === undefined || comparisons === undefined || before === comparisons) return [name, entry];
      return [
        name,
        {
          ...entry,
          value: { ...base?.get(name)?.value, ...entry.value, comparisons: mergedOrRemoved(before, comparisons) },
        },
      ];
    }),
  );
};

/** Merges an overlay's endpoint into the base: parameters one by one, everything else key by key. */
const mergeEndpoint = (base: EndpointRule, over: EndpointRule, adds: boolean): EndpointRule => {
  const { $ref: _, ...rest } = { ...base, ...over };
  return {
    ...rest,
    position: base.position,
    pathParameterSchemas: mergedMap(base.pathParameterSchemas, over.pathParameterSchemas),
    queryParamSchemas: mergeParameters(base.queryParamSchemas, over.queryParamSchemas),
    ...(over.response !== undefined && { response: overlaid(base.response, over.response, adds) }),
  };
};

/** Resolves the `$ref` of an endpoint; returns undefined after a reported mistake. */
const resolveEndpoint = (endpoint: EndpointRule, find: FindEndpoint, report: Report): EndpointRule | undefined => {
  if (endpoint.$ref === undefined) return endpoint;
  const target = find(endpoint.$ref);
  if (target?.$ref !== undefined) {
    report.error('rules/ref:chain', endpoint.$ref.position);
    return undefined;
  }
  return target === undefined ? undefined : { ...mergeEndpoint(target, endpoint, true), position: endpoint.position };
};

/** Reports parameters and headers of an overlay that the base lacks. */
const checkAdded = (base: EndpointRule, over: EndpointRule, report: Report): void => {
  const parameters = [...(base.queryParamSchemas?.keys() ?? [])];
  for (const [name, { keyPosition }] of over.queryParamSchemas ?? [])
    if (!parameters.some((known) => known.toLowerCase() === name.toLowerCase()))
      report.error('rules/adds', keyPosition, { what: 'parameter', name, known: parameters });
  for (const key of ['allowedRequestHeaders', 'preferences'] as const) {
    const known = (base[key]?.value ?? []).map(({ value }) => value);
    for (const { value, position } of over[key]?.value ?? [])
      if (!known.some((name) => name.toLowerCase() === value.toLowerCase()))
        report.error('rules/adds', position, {
          what: key === 'preferences' ? 'preference' : 'header',
          name: value,
          known,
        });
  }
};

/** Returns the place of the base's endpoint with the same path. Reports a path that occurs twice in one overlay. */
const placeIn = (
  merged: readonly EndpointRule[],
  { pathTemplate }: EndpointRule,
  seen: Set<string>,
  report: Report,
): number => {
  if (pathTemplate === undefined) return -1;
  const { value, position } = pathTemplate;
  if (seen.has(value)) report.error('rules/unreachable:duplicate', position, { template: value });
  seen.add(value);
  return merged.findIndex((endpoint) => endpoint.pathTemplate?.value === value);
};

const overlayEndpoints = (
  base: readonly EndpointRule[],
  overlay: RuleFile,
  find: FindEndpoint,
  report: Report,
): Pick<Merged, 'endpoints' | 'removed'> => {
  const merged = [...base];
  const removed: EndpointRule[] = [];
  const seen = new Set<string>();
  for (const written of overlay.endpoints) {
    const adds = overlay.adds?.value === true || written.adds?.value === true;
    const over = resolveEndpoint(written, find, report);
    if (over === undefined) continue;
    const index = placeIn(merged, over, seen, report);
    const met = merged[index];
    if (met !== undefined && over.removed?.value === true) removed.push(...merged.splice(index, 1));
    else if (met !== undefined) {
      if (!adds) checkAdded(met, over, report);
      const { pathTemplate: _, ...said } = over;
      merged[index] = mergeEndpoint(met, said, adds);
    } else if (adds || over.pathTemplate === undefined) merged.push(over);
    else {
      const { value: name, position } = over.pathTemplate;
      const known = base.flatMap(({ pathTemplate }) => pathTemplate?.value ?? []);
      report.error('rules/adds', position, { what: 'endpoint', name, known });
    }
  }
  return { endpoints: merged, removed };
};

const overlayNames = <T>(
  base: Entries<T>,
  over: Entries<T>,
  what: string,
  adds: (value: T) => boolean,
  merge: (base: T, over: T) => T,
  report: Report,
): Entries<T> => {
  const merged = new Map<string, Entry<T>>(base);
  for (const [name, entry] of over) {
    const met = base.get(name);
    if (met === undefined && !adds(entry.value))
      report.error('rules/adds', entry.keyPosition, { what, name, known: [...base.keys()] });
    merged.set(
      name,
      met === undefined ? entry : { keyPosition: entry.keyPosition, value: merge(met.value, entry.value) },
    );
  }
  return merged;
};

const overlayUndeclared = (base: RuleFile['undeclared'], over: RuleFile['undeclared']): RuleFile['undeclared'] => {
  const merged = new Map(base);
  for (const [type, { keyPosition, value }] of over)
    merged.set(type, { keyPosition, value: mergedMap(merged.get(type)?.value, value) });
  return merged;
};

const overlayFile = (base: Merged, overlay: RuleFile, find: FindEndpoint, report: Report): Merged => {
  const adds = overlay.adds?.value === true;
  const { endpoints, removed } = overlayEndpoints(base.endpoints, overlay, find, report);
  return {
    endpoints,
    removed: [...base.removed, ...removed],
    namedEndpoints: base.namedEndpoints,
    definitions: overlayNames(
      base.definitions,
      overlay.definitions,
      'definition',
      (rule) => adds || (rule.rule === 'object' && rule.adds?.value === true),
      (met, over) => overlaid(met, over, adds),
      report,
    ),
    lists: overlayNames(
      base.lists,
      overlay.lists,
      'list',
      () => adds,
      (_met, over) => over,
      report,
    ),
    undeclared: overlayUndeclared(base.undeclared, overlay.undeclared),
  };
};

/**
 * Applies overlays to rules by path template, definition and response property. Reports names that the base lacks,
 * unless the overlay adds them.
 */
export const mergeOverlays = (
  base: RuleFile,
  overlays: readonly RuleFile[],
  find: FindEndpoint,
  report: Report,
): Merged => {
  const endpoints = base.endpoints.flatMap((endpoint) => resolveEndpoint(endpoint, find, report) ?? []);
  return overlays.reduce<Merged>((merged, overlay) => overlayFile(merged, overlay, find, report), {
    ...base,
    endpoints,
    removed: [],
  });
};

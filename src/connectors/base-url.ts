import type { Settings } from '../config/index.ts';
import type { Plan } from '../plan/index.ts';
import { type Description, describe } from '../problems/diagnostics/index.ts';
import { mostSpecific, prepareMatcher, samplePath } from '../rule-forms/prepared.ts';

type Named = { readonly name: string };

/** Sorts connectors by `baseUrl.order`; the others follow in the order of the settings. */
export const inBaseUrlOrder = <Connector extends Named>(
  connectors: readonly Connector[],
  { baseUrl }: Pick<Settings, 'baseUrl'>,
): readonly Connector[] => {
  const order = baseUrl?.order ?? [];
  const placeOf = ({ name }: Named): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return connectors.toSorted((one, other) => placeOf(one) - placeOf(other));
};

/**
 * Finds paths below the base URL that several connectors serve and for which `baseUrl.order` names none of them. Undefined if the
 * settings name neither a base URL nor clients, which call one, or if the order decides about every path.
 */
export const undecidedPaths = (
  connectors: readonly (Named & { readonly plan: Plan })[],
  { baseUrl, clients }: Pick<Settings, 'baseUrl' | 'clients'>,
): Description | undefined => {
  if (baseUrl === undefined && clients === undefined) return undefined;
  const order = baseUrl?.order ?? [];
  const matchers = connectors.map(({ name, plan }) => ({ name, matcher: prepareMatcher(plan) }));
  const paths = new Set(connectors.flatMap(({ plan }) => plan.endpoints.map(({ pathTemplate }) => pathTemplate)));
  const undecided = [...paths].flatMap((path) => {
    const names = mostSpecific(matchers, samplePath(path));
    return names.length < 2 || names.some((name) => order.includes(name)) ? [] : [{ path, names }];
  });
  const [first] = undecided;
  if (first === undefined) return undefined;
  const names = [...new Set(undecided.flatMap((each) => each.names))];
  return describe('settings/base-url-order', { path: first.path, names });
};

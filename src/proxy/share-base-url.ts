import { asciiLower } from '../plan/index.ts';
import { mostSpecific, prepareMatcher, samplePath } from '../rule-forms/prepared.ts';
import type { ProxiedConnector } from './connector.ts';
import { parseTarget } from './read-call.ts';

/** The connector that a target below a base URL leads to. */
export type Routed = {
  readonly name: string;
  /** Path and query as the connector takes them: `/v1.0/…`. */
  readonly target: string;
  /** True if the path chose the connector, without its name. */
  readonly shared: boolean;
};

/** Returns the connector for a target below a base URL; undefined if it leads to none. */
export type RouteCall = (target: string) => Routed | undefined;

type Sharing = Pick<ProxiedConnector, 'name' | 'plan'>;

const versions = new Set(['v1.0', 'beta']);
const named = /^\/([a-z0-9-]{1,64})(\/.*)/s;

/** Routes by the connector's name, the first segment of the path. */
export const routeByName =
  (names: ReadonlySet<string>): RouteCall =>
  (target) => {
    const [, name = '', rest = ''] = named.exec(target) ?? [];
    return names.has(name) ? { name, target: rest, shared: false } : undefined;
  };

/**
 * Gives connectors one base URL. Below it, `/<connector>/v1.0/…` leads to the connector, and `/v1.0/…` and `/beta/…` to the first one,
 * in the given order, whose rules have the path; a path that none has leads to the first, whose refusal tells who would serve it.
 * Connectors whose rules have expressions in place of paths (Psoxy's form) are reached only by name.
 */
export const shareBaseUrl = <Connector extends Sharing>(
  connectors: readonly Connector[],
): { readonly connectors: readonly (Connector & Pick<ProxiedConnector, 'notFirst'>)[]; readonly route: RouteCall } => {
  const inOrder = connectors.map(({ name, plan }) => ({ name, matcher: prepareMatcher(plan) }));
  const firstOf = (segments: readonly string[]): string | undefined =>
    mostSpecific(inOrder, segments)[0] ?? inOrder[0]?.name;
  const byName = routeByName(new Set(connectors.map(({ name }) => name)));
  return {
    connectors: connectors.map((connector) => ({
      ...connector,
      notFirst: connector.plan.endpoints.flatMap(({ pathTemplate }, index) =>
        firstOf(samplePath(pathTemplate)) === connector.name ? [] : [index],
      ),
    })),
    route: (target) => {
      const [, version = ''] = /^\/([^/?]*)/.exec(target) ?? [];
      if (!versions.has(asciiLower(version))) return byName(target);
      const parsed = parseTarget(target);
      const name = firstOf(parsed.ok ? parsed.target.segments : []);
      return name === undefined ? undefined : { name, target, shared: true };
    },
  };
};

import type { LinkPaths, Plan, RunContext } from '../plan/index.ts';
import type { Clock, RandomBytes } from '../ports/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Matcher } from '../rule-forms/prepared.ts';
import { normalizeLink, type UpstreamLink } from './normalize-link.ts';
import { linkLifetimes, linkParameters, writeSealed } from './sealed-link.ts';

/** Where links lead whose own path can't be written without plain values; no path of Graph. */
export const linkPath = '/v1.0/graphveil-link';

/** What links of one connector are sealed with. */
export type Sealing = {
  readonly connector: string;
  readonly plan: Plan;
  readonly matcher: Matcher;
  /** Origin of Microsoft Graph. */
  readonly graph: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
};

/** What links of one answer are sealed with. */
export type SealingCall = {
  /** The proxy's own URL, without a slash at the end. */
  readonly baseUrl: string;
  readonly keyring: Pick<Keyring, 'links' | 'pseudonyms'>;
  /** Request headers that went upstream. */
  readonly headers: Readonly<Record<string, string>>;
};

type Destination = { readonly index: number; readonly segments: readonly string[] };

const destinationOf = (link: UpstreamLink, matcher: Matcher): Destination | undefined => {
  for (const segments of link.readings) {
    const index = matcher.leadsTo({ segments, query: link.query });
    if (index !== undefined) return { index, segments };
  }
  return undefined;
};

const pathOf = (paths: LinkPaths | undefined, segments: readonly string[], { keyring }: SealingCall): string =>
  paths === undefined ? linkPath : paths.write(segments, keyring.pseudonyms.tokenize);

/**
 * Turns upstream links into links on the proxy: the endpoint's path with tokens in it and one parameter that holds the
 * sealed original. A link that leads to no endpoint of the rules, or to another host, gives undefined.
 */
export const createSealer =
  ({ connector, plan, matcher, graph, clock, random }: Sealing) =>
  (call: SealingCall): RunContext['seal'] =>
  ({ url, kind }) => {
    const link = normalizeLink(url, graph);
    const destination = link === undefined ? undefined : destinationOf(link, matcher);
    const endpoint = destination === undefined ? undefined : plan.endpoints[destination.index];
    if (link === undefined || destination === undefined || endpoint === undefined) return undefined;
    const { pathTemplate, requestHash } = endpoint;
    const { headers, keyring } = call;
    const expiresAt = clock() + linkLifetimes[kind];
    const sealed = writeSealed(
      { kind, pathTemplate, requestHash, target: link.target, headers, expiresAt },
      connector,
      keyring,
      random,
    );
    const path = pathOf(matcher.pathsOf(destination.index), destination.segments, call);
    return `${call.baseUrl}${path}?${linkParameters[kind]}=${sealed}`;
  };

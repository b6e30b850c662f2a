import type { LinkPaths, RunContext } from '../plan/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Matcher } from '../rule-forms/prepared.ts';
import type { ProxiedConnector, ProxyPorts } from './connector.ts';
import { normalizeLink, type UpstreamLink } from './normalize-link.ts';

/** What a sealed link holds: where it leads upstream, how it is asked there, and until when. */
export type SealedLink = {
  readonly kind: LinkKind;
  /** The endpoint that it leads to, and the hash of its request plan at the time. */
  readonly pathTemplate: string;
  readonly requestHash: string;
  /** Path and query in Graph's own spelling. */
  readonly target: string;
  /** Request headers that Graph expects again on each page. */
  readonly headers: Readonly<Record<string, string>>;
  /** The caller chose the order of the list, so each page keeps it. */
  readonly ordered?: true;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
};

export type LinkKind = 'page' | 'delta';

/** The one query parameter of a proxied link. */
export const linkParameters: Readonly<Record<LinkKind, string>> = { page: '$skiptoken', delta: '$deltatoken' };

/** How long links are followed, milliseconds. */
export const linkLifetimes: Readonly<Record<LinkKind, number>> = { page: 24 * 3_600_000, delta: 60 * 24 * 3_600_000 };

/** Both ends of the authenticated encryption must agree on this: a link of one connector is forged to another. */
const contextOf = (connector: string): string => `link\n${connector}`;

/** The written form; only `openSealed` of the same connector under the same keyring opens it. */
const writeSealed = (
  link: SealedLink,
  connector: string,
  { links }: Pick<Keyring, 'links'>,
  random: (bytes: number) => Uint8Array,
): string => links.seal(JSON.stringify(link), contextOf(connector), random);

/** Opens and verifies the written form; its age and the rules it was made under are for the caller to check. */
export const openSealed = (
  sealed: string,
  connector: string,
  { links }: Pick<Keyring, 'links'>,
):
  | { readonly ok: true; readonly link: SealedLink }
  | { readonly ok: false; readonly reason: 'invalid' | 'unknown-epoch' } => {
  const opened = links.open(sealed, contextOf(connector));
  return opened.ok ? { ok: true, link: JSON.parse(opened.value) as SealedLink } : opened;
};

/** Where links lead whose own path can't be written without plain values; no path of Graph. */
export const linkPath = '/v1.0/graphveil-link';

/** One response whose links are sealed. */
export type SealingResponse = {
  /** The proxy's own URL, without a slash at the end. */
  readonly baseUrl: string;
  readonly keyring: Pick<Keyring, 'links' | 'pseudonyms'>;
  /** Request headers that went upstream. */
  readonly headers: Readonly<Record<string, string>>;
  /** The endpoint whose list the caller ordered: its further pages are in that order too. */
  readonly ordered?: number;
};

type Destination = { readonly index: number; readonly segments: readonly string[] };

const destinationOf = (link: UpstreamLink, matcher: Matcher): Destination | undefined => {
  for (const segments of link.readings) {
    const index = matcher.leadsTo({ segments, query: link.query });
    if (index !== undefined) return { index, segments };
  }
  return undefined;
};

const pathOf = (paths: LinkPaths | undefined, segments: readonly string[], { keyring }: SealingResponse): string =>
  paths === undefined ? linkPath : paths.write(segments, keyring.pseudonyms.tokenize);

/**
 * Turns upstream links into links on the proxy: the endpoint's path with tokens in it and one parameter that holds the
 * sealed original. A link that leads to no endpoint of the rules, or to another host, gives undefined.
 */
export const createSealer =
  (
    { name, plan, graph }: ProxiedConnector,
    matcher: Matcher,
    { clock, random }: Pick<ProxyPorts, 'clock' | 'random'>,
  ) =>
  (response: SealingResponse): RunContext['seal'] =>
  ({ url, kind }) => {
    const link = normalizeLink(url, graph);
    const destination = link === undefined ? undefined : destinationOf(link, matcher);
    const endpoint = destination === undefined ? undefined : plan.endpoints[destination.index];
    if (link === undefined || destination === undefined || endpoint === undefined) return undefined;
    const { pathTemplate, requestHash } = endpoint;
    const { headers, keyring } = response;
    const expiresAt = clock() + linkLifetimes[kind];
    const sealed = writeSealed(
      {
        kind,
        pathTemplate,
        requestHash,
        target: matcher.followable(destination.index, link.target),
        headers,
        ...(response.ordered === destination.index && { ordered: true }),
        expiresAt,
      },
      name,
      keyring,
      random,
    );
    const path = pathOf(matcher.pathsOf(destination.index), destination.segments, response);
    return `${response.baseUrl}${path}?${linkParameters[kind]}=${sealed}`;
  };

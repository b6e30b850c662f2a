import type { LinkPaths, RunContext, SealedUrl } from '../plan/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Matcher } from '../rule-forms/prepared.ts';
import type { ProxyPorts, SanitizingConnector } from './connector.ts';
import { findDestination } from './normalize-link.ts';
import { longestTarget } from './read-call.ts';
import { expiryOf, linkParameters, linkPath, writeSealed } from './sealed-link.ts';

/** One response whose links are sealed. */
export type SealingResponse = {
  /** The proxy's own URL, without a trailing slash. */
  readonly baseUrl: string;
  /** True if connectors share it, so that links of some endpoints have to name theirs. */
  readonly shared: boolean;
  readonly keyring: Pick<Keyring, 'links' | 'pseudonyms'>;
  /** Headers of the upstream request. */
  readonly headers: Readonly<Record<string, string>>;
  /** The endpoint whose list the caller sorted, so that further pages keep the order. */
  readonly ordered?: number;
  /** Digest of the population that the response is limited to. */
  readonly population?: string;
};

const pathOf = (paths: LinkPaths | undefined, segments: readonly string[], { keyring }: SealingResponse): string =>
  paths === undefined ? linkPath : paths.write(segments, keyring.pseudonyms.tokenize);

const unmapped: SealedUrl = { ok: false, code: 'Graphveil.LinkUnmapped' };
const tooLong: SealedUrl = { ok: false, code: 'Graphveil.LinkTooLong' };

/**
 * Converts upstream links into links on the proxy: the endpoint's path with tokens in it, and one parameter with the
 * sealed original. Refuses a link to another host or to no endpoint of the rules, and a link that is too long for a
 * call.
 */
export const createSealer =
  ({ name, plan, graph, notFirst = [] }: SanitizingConnector, matcher: Matcher, { clock }: Pick<ProxyPorts, 'clock'>) =>
  (response: SealingResponse): RunContext['seal'] =>
  ({ url, kind }) => {
    const destination = findDestination(url, graph, matcher);
    if (destination === undefined) return unmapped;
    const { headers, keyring, population } = response;
    const expiresAt = expiryOf(kind, clock());
    const sealed = writeSealed(
      {
        kind,
        index: destination.index,
        target: matcher.followable(destination.index, destination.target),
        headers,
        ...(response.ordered === destination.index && { ordered: true as const }),
        expiresAt,
        ...(population !== undefined && { population }),
      },
      { connector: name, plan, matcher },
      keyring,
    );
    if (sealed === undefined) return tooLong;
    const path = pathOf(matcher.pathsOf(destination.index), destination.segments, response);
    const target = `${path}?${linkParameters[kind]}=${sealed}`;
    const own = response.shared && notFirst.includes(destination.index) ? `/${name}` : '';
    return target.length > longestTarget ? tooLong : { ok: true, url: `${response.baseUrl}${own}${target}` };
  };

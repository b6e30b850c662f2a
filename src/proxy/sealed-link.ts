import type { Keyring } from '../pseudonyms/index.ts';

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

/** The written form, opened by `openSealed` of the same connector under the same keyring alone. */
export const writeSealed = (
  link: SealedLink,
  connector: string,
  { links }: Pick<Keyring, 'links'>,
  random: (bytes: number) => Uint8Array,
): string => links.seal(JSON.stringify(link), contextOf(connector), random);

export type OpenedLink =
  | { readonly ok: true; readonly link: SealedLink }
  | { readonly ok: false; readonly reason: 'invalid' | 'unknown-epoch' };

/** Opens and verifies the written form; says nothing of its age and of the rules it was made under. */
export const openSealed = (sealed: string, connector: string, { links }: Pick<Keyring, 'links'>): OpenedLink => {
  const opened = links.open(sealed, contextOf(connector));
  return opened.ok ? { ok: true, link: JSON.parse(opened.value) as SealedLink } : opened;
};

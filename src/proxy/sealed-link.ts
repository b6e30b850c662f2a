import type { EndpointPlan, Plan } from '../plan/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Matcher } from '../rule-forms/prepared.ts';
import { endpointMark, type LinkText, readLinkText, writeLinkText } from './link-text.ts';

/** What a sealed link holds: where it leads upstream, how it is asked there, and until when. */
export type SealedLink = LinkText & {
  readonly kind: LinkKind;
  /** Of the endpoint that it leads to. */
  readonly index: number;
  /** The caller chose the order of the list, so each page keeps it. */
  readonly ordered?: true;
  /** Milliseconds since the Unix epoch; whole minutes. */
  readonly expiresAt: number;
};

export type LinkKind = 'page' | 'delta';

/** Where links lead whose own path can't be written without plain values; no path of Graph. */
export const linkPath = '/v1.0/graphveil-link';

/** The one query parameter of a proxied link. */
export const linkParameters: Readonly<Record<LinkKind, string>> = { page: '$skiptoken', delta: '$deltatoken' };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long links are followed, milliseconds. */
export const linkLifetimes: Readonly<Record<LinkKind, number>> = { page: day, delta: 60 * day };
/** The time that a link is sealed at is rounded down to a multiple of this, so that equal links stay equal as long. */
const steps: Readonly<Record<LinkKind, number>> = { page: hour, delta: day };

/** When a link that is sealed now expires. */
export const expiryOf = (kind: LinkKind, now: number): number => now - (now % steps[kind]) + linkLifetimes[kind];

/** Both ends of the authenticated encryption must agree on this: a link of one connector or population is forged to another. */
export type LinkContext = {
  readonly plan: Plan;
  readonly matcher: Pick<Matcher, 'linkTextsOf'>;
  readonly connector: string;
  /** Digest of the population that the caller may see. @default everybody */
  readonly population?: string;
};

const contextOf = ({ connector, population = '' }: Pick<LinkContext, 'connector' | 'population'>): string =>
  `link\n${connector}\n${population}`;

const kinds: readonly LinkKind[] = ['page', 'delta'];
/** Beside the kind of link in its byte. */
const orderedBit = 2;
const markStart = 5;
const textStart = markStart + 16;

/** The written form, opened by `openSealed` of the same connector under the same keyring only; equal for equal links. */
export const writeSealed = (
  link: SealedLink,
  context: LinkContext,
  { links }: Pick<Keyring, 'links'>,
): string | undefined => {
  const endpoint = context.plan.endpoints[link.index];
  const text = writeLinkText(link, context.matcher.linkTextsOf(link.index));
  if (text === undefined || endpoint === undefined) return undefined;
  const head = Buffer.alloc(markStart);
  head.writeUInt8(kinds.indexOf(link.kind) | (link.ordered === true ? orderedBit : 0), 0);
  head.writeUInt32BE(link.expiresAt / minute, 1);
  return links.seal(Buffer.concat([head, endpointMark(endpoint), text]), contextOf(context));
};

export type OpenedLink =
  | { readonly ok: true; readonly link: SealedLink; readonly endpoint: EndpointPlan }
  /** `unknown-endpoint`: it was made for an endpoint that the rules no longer have, or that asks otherwise by now. */
  | { readonly ok: false; readonly reason: 'invalid' | 'unknown-epoch' | 'unknown-endpoint' };

/** Opens and verifies the written form; its age is the caller's to check. */
export const openSealed = (sealed: string, context: LinkContext, { links }: Pick<Keyring, 'links'>): OpenedLink => {
  const opened = links.open(sealed, contextOf(context));
  if (!opened.ok) return opened;
  const bytes = Buffer.from(opened.plaintext);
  const flags = bytes.readUInt8(0);
  const kind = kinds[flags & ~orderedBit];
  const mark = bytes.subarray(markStart, textStart);
  const index = context.plan.endpoints.findIndex((endpoint) => endpointMark(endpoint).equals(mark));
  const endpoint = context.plan.endpoints[index];
  if (kind === undefined || endpoint === undefined) return { ok: false, reason: 'unknown-endpoint' };
  const expiresAt = bytes.readUInt32BE(1) * minute;
  const text = readLinkText(bytes.subarray(textStart), context.matcher.linkTextsOf(index));
  return {
    ok: true,
    endpoint,
    link: { kind, index, expiresAt, ...text, ...((flags & orderedBit) !== 0 && { ordered: true as const }) },
  };
};

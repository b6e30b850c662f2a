import { createHash } from 'node:crypto';
import type { EndpointPlan, Plan } from '../plan/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Matcher } from '../rule-forms/prepared.ts';

/**
 * Encoding of a link's target before sealing. The values that Graph chose (its skip and delta tokens) come first,
 * padded separately, so that the length of a link reveals nothing about them. Path and query follow; each text that the
 * endpoint's rule knows takes one or two bytes. Targets are ASCII, so bytes from 128 up are free for these texts.
 * Nothing is compressed, because the compression ratio would show how much a caller's text resembles Graph's token.
 */

/** The sealed parts of a link besides its kind and expiry. */
export type LinkText = {
  /** Path and query in Graph's own spelling. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
};

const graphsPart =
  /([?&](?:\$|%24)?(?:skiptoken|deltatoken|skip)=)([^&]*)|(\((?:token|skiptoken|deltatoken)=')((?:[^']|'')*)/gi;
const mark = '\u0001';
const between = '\u0002';

/** Padded lengths of the part that Graph chose, in bytes. Longer values are padded to a multiple of the largest. */
const buckets = [0, 512, 1_024, 2_048, 4_096] as const;
const largestBucket = 4_096;

/** Longest encoded part of Graph that is sealed. No call can carry more. */
const longestToken = 60_000;

const bucketOf = (length: number): number =>
  buckets.find((bucket) => length <= bucket) ?? Math.ceil(length / largestBucket) * largestBucket;

/** Known texts, longest first. Each is encoded as its index in the list. */
type Dictionary = {
  readonly texts: readonly string[];
  readonly places: ReadonlyMap<string, string>;
  readonly known: RegExp;
};

const mostTexts = 8_192;

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const indexText = (place: number): string =>
  place < 64 ? String.fromCharCode(128 + place) : String.fromCharCode(192 + (place >> 7), 128 + (place & 127));

const indexed = /[\u0080-\u00bf]|[\u00c0-\u00ff][\u0080-\u00ff]/g;

const placeOf = (text: string): number => {
  const first = text.charCodeAt(0);
  return first < 192 ? first - 128 : ((first - 192) << 7) | (text.charCodeAt(1) - 128);
};

const makeDictionary = (linkTexts: readonly string[]): Dictionary => {
  const texts = [...new Set(linkTexts)]
    .filter((text) => text.length > 2 && /^[\x20-\x7e]+$/.test(text))
    .sort((one, other) => other.length - one.length || (one < other ? -1 : 1))
    .slice(0, mostTexts);
  return {
    texts,
    places: new Map(texts.map((text, place) => [text, indexText(place)])),
    known: new RegExp(texts.map(escaped).join('|'), 'g'),
  };
};

const dictionaries = new WeakMap<readonly string[], Dictionary>();

/** Cached by the list of an endpoint's texts, which doesn't change while the connector runs. */
const dictionaryOf = (linkTexts: readonly string[]): Dictionary => {
  const made = dictionaries.get(linkTexts) ?? makeDictionary(linkTexts);
  dictionaries.set(linkTexts, made);
  return made;
};

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${between}${name}: ${value}`)
    .join('');

const isAscii = (text: string): boolean => /^[\x09\x20-\x7e]*$/.test(text);

/** Encodes a link's text, with `linkTexts` as indexes. Returns undefined for a text that no request can carry. */
export const writeLinkText = ({ target, headers }: LinkText, linkTexts: readonly string[]): Buffer | undefined => {
  if (!isAscii(target) || !Object.values(headers).every(isAscii)) return undefined;
  const chosen: string[] = [];
  const rest = target.replace(graphsPart, (_, name?: string, value?: string, call?: string, argument?: string) => {
    chosen.push(String(value ?? argument));
    return `${name ?? call}${mark}`;
  });
  const tokens = chosen.join(between);
  if (tokens.length > longestToken) return undefined;
  const { places, known } = dictionaryOf(linkTexts);
  const text = `${rest}${headerLines(headers)}`.replace(known, (found) => places.get(found) ?? found);
  const head = Buffer.alloc(4 + bucketOf(tokens.length));
  head.writeUInt16BE(tokens.length, 0);
  head.writeUInt16BE(bucketOf(tokens.length), 2);
  head.write(tokens, 4, 'latin1');
  return Buffer.concat([head, Buffer.from(text, 'latin1')]);
};

/** Decodes the bytes that `writeLinkText` created with the same texts of the endpoint. */
export const readLinkText = (bytes: Buffer, linkTexts: readonly string[]): LinkText => {
  const end = 4 + bytes.readUInt16BE(2);
  const chosen = bytes
    .toString('latin1', 4, 4 + bytes.readUInt16BE(0))
    .split(between)
    .values();
  const { texts } = dictionaryOf(linkTexts);
  const [rest = '', ...lines] = bytes
    .toString('latin1', end)
    .replace(indexed, (found) => texts[placeOf(found)] ?? '')
    .split(between);
  const headers = lines.map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)];
  });
  return { target: rest.replaceAll(mark, () => chosen.next().value ?? ''), headers: Object.fromEntries(headers) };
};

/** Identifies the endpoint and its current request plan, so that a link opens only with both unchanged. */
export const endpointMark = ({ pathTemplate, requestHash }: EndpointPlan): Buffer =>
  createHash('sha256').update(`${pathTemplate}\n${requestHash}`).digest().subarray(0, 16);

/** The contents of a sealed link: its upstream target, the request headers, and the expiry. */
export type SealedLink = LinkText & {
  readonly kind: LinkKind;
  /** Index of the endpoint that the link leads to. */
  readonly index: number;
  /** The caller chose the sort order, so each page keeps it. */
  readonly ordered?: true;
  /** Milliseconds since the Unix epoch; whole minutes. */
  readonly expiresAt: number;
  /** Digest of the population that the reply with the link was limited to. */
  readonly population?: string;
};

export type LinkKind = 'page' | 'delta';

/** Path of links whose own path can't be written without plain values. Graph has no such path. */
export const linkPath = '/v1.0/graphveil-link';

/** The single query parameter of a proxied link. */
export const linkParameters: Readonly<Record<LinkKind, string>> = { page: '$skiptoken', delta: '$deltatoken' };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Lifetimes of links, in milliseconds. */
export const linkLifetimes: Readonly<Record<LinkKind, number>> = { page: day, delta: 60 * day };
/** The sealing time is rounded down to a multiple of this, so that equal links stay equal for that long. */
const steps: Readonly<Record<LinkKind, number>> = { page: hour, delta: day };

/** Returns the expiry of a link that is sealed now. */
export const expiryOf = (kind: LinkKind, now: number): number => now - (now % steps[kind]) + linkLifetimes[kind];

/** Associated data of the encryption: a link is invalid for any other connector. */
export type LinkContext = {
  readonly plan: Plan;
  readonly matcher: Pick<Matcher, 'linkTextsOf'>;
  readonly connector: string;
};

const contextOf = ({ connector }: Pick<LinkContext, 'connector'>): string => `link\n${connector}\n`;

const kinds: readonly LinkKind[] = ['page', 'delta'];
/** Flags in the byte that holds the kind of link. */
const [orderedBit, populationBit] = [2, 4];
const markStart = 5;
const markEnd = markStart + 16;
/** Bytes of a population's digest, which follows the mark of the endpoint if there is one. */
const digestBytes = 12;

/**
 * Writes a sealed link, which only `openSealed` of the same connector under the same keyring can open. Equal links give
 * equal text.
 */
export const writeSealed = (
  link: SealedLink,
  context: LinkContext,
  { links }: Pick<Keyring, 'links'>,
): string | undefined => {
  const endpoint = context.plan.endpoints[link.index];
  const text = writeLinkText(link, context.matcher.linkTextsOf(link.index));
  if (text === undefined || endpoint === undefined) return undefined;
  const head = Buffer.alloc(markStart);
  const digest = Buffer.from(link.population ?? '', 'base64url');
  const flags = (link.ordered === true ? orderedBit : 0) | (digest.length > 0 ? populationBit : 0);
  head.writeUInt8(kinds.indexOf(link.kind) | flags, 0);
  head.writeUInt32BE(link.expiresAt / minute, 1);
  return links.seal(Buffer.concat([head, endpointMark(endpoint), digest, text]), contextOf(context));
};

export type OpenedLink =
  | { readonly ok: true; readonly link: SealedLink; readonly endpoint: EndpointPlan }
  /** `unknown-endpoint`: the rules no longer have the link's endpoint, or its request plan has changed. */
  | { readonly ok: false; readonly reason: 'invalid' | 'unknown-epoch' | 'unknown-endpoint' };

/** Opens and verifies a sealed link. The caller checks its age. */
export const openSealed = (sealed: string, context: LinkContext, { links }: Pick<Keyring, 'links'>): OpenedLink => {
  const opened = links.open(sealed, contextOf(context));
  if (!opened.ok) return opened;
  const bytes = Buffer.from(opened.plaintext);
  const flags = bytes.readUInt8(0);
  const kind = kinds[flags & ~(orderedBit | populationBit)];
  const mark = bytes.subarray(markStart, markEnd);
  const textStart = markEnd + ((flags & populationBit) === 0 ? 0 : digestBytes);
  const population = bytes.toString('base64url', markEnd, textStart);
  const index = context.plan.endpoints.findIndex((endpoint) => endpointMark(endpoint).equals(mark));
  const endpoint = context.plan.endpoints[index];
  if (kind === undefined || endpoint === undefined) return { ok: false, reason: 'unknown-endpoint' };
  const expiresAt = bytes.readUInt32BE(1) * minute;
  const text = readLinkText(bytes.subarray(textStart), context.matcher.linkTextsOf(index));
  return {
    ok: true,
    endpoint,
    link: {
      kind,
      index,
      expiresAt,
      ...text,
      ...((flags & orderedBit) !== 0 && { ordered: true as const }),
      ...(population !== '' && { population }),
    },
  };
};

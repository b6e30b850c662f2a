import { createHash } from 'node:crypto';
import type { EndpointPlan } from '../plan/index.ts';

/**
 * How the target of a link is written before it is sealed. What Graph chose (the values of its skip and delta tokens) goes
 * first, padded by itself, so that the length of a link tells nothing of it. Then come path and query, in which texts that
 * the endpoint's rule knows are one or two bytes each. Targets are ASCII, so bytes from 128 on are free for these. Nothing
 * is compressed: how well a caller's text went with Graph's token would show.
 */

/** What is sealed of a link beside its kind and its expiry. */
export type LinkText = {
  /** Path and query in Graph's own spelling. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
};

const graphsPart =
  /([?&](?:\$|%24)?(?:skiptoken|deltatoken|skip)=)([^&]*)|(\((?:token|skiptoken|deltatoken)=')((?:[^']|'')*)/gi;
const mark = '\u0001';
const between = '\u0002';

/** Lengths that Graph's part is padded to; longer ones go to multiples of the last. */
const buckets = [0, 512, 1_024, 2_048, 4_096] as const;
const largestBucket = 4_096;

/** Far beyond what a call can carry. */
const longestToken = 60_000;

const bucketOf = (length: number): number =>
  buckets.find((bucket) => length <= bucket) ?? Math.ceil(length / largestBucket) * largestBucket;

/** Known texts, the longest first; each is written as its place in the list. */
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
    known: new RegExp(texts.map(escaped).join('|') || '(?!)', 'g'),
  };
};

const dictionaries = new WeakMap<readonly string[], Dictionary>();

/** Made once for the texts of an endpoint, which are one list as long as the connector runs. */
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

/** Bytes of a link's text, `linkTexts` as indices; undefined for a text that no request could hold. */
export const writeLinkText = ({ target, headers }: LinkText, linkTexts: readonly string[]): Buffer | undefined => {
  if (!isAscii(target) || !Object.values(headers).every(isAscii)) return undefined;
  const chosen: string[] = [];
  const rest = target.replace(graphsPart, (_, name?: string, value?: string, call?: string, argument?: string) => {
    chosen.push(value ?? argument ?? '');
    return `${name ?? call ?? ''}${mark}`;
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

/** The text of a link from bytes that `writeLinkText` made with the same texts of the endpoint. */
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

/** What a link is bound to: the endpoint, and the hash of its request plan at the time. */
export const endpointMark = ({ pathTemplate, requestHash }: EndpointPlan): Buffer =>
  createHash('sha256').update(`${pathTemplate}\n${requestHash}`).digest().subarray(0, 16);

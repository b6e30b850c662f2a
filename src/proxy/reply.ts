import { constants, gzipSync } from 'node:zlib';
import type { SanitizedBody } from '../plan/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { CompressedBody, OwnBody, Reply } from './call.ts';
import { type CallIds, errorBody, problemStatus } from './error-body.ts';

/** What made a reply; it stands in its headers. */
export type Provenance = {
  readonly version: string;
  readonly rules: string;
  /** Absent where the call ended before the keyring was needed. */
  readonly keyring?: Pick<Keyring, 'series' | 'epoch'>;
};

/** How the caller wants it. */
export type ReplyContext = {
  readonly ids: CallIds;
  readonly maker: Provenance;
  readonly acceptEncoding: string | undefined;
};

/** Smaller bodies cost more to compress than to send. */
const leastCompressed = 1_024;

/** True when `Accept-Encoding` (RFC 9110, 12.5.3) takes gzip. */
const acceptsGzip = (header = ''): boolean => {
  const weights = new Map<string, boolean>();
  for (const item of header.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = item.split(';').map((text) => text.trim());
    weights.set(coding, !parameters.some((text) => /^q=0(?:\.0{0,3})?$/.test(text)));
  }
  return weights.get('gzip') ?? weights.get('*') ?? false;
};

const compress = (body: Uint8Array): CompressedBody =>
  gzipSync(body, { level: constants.Z_BEST_SPEED }) as Uint8Array as CompressedBody;

const makerHeaders = ({ version, rules, keyring }: Provenance): Readonly<Record<string, string>> => ({
  'graphveil-version': version,
  'graphveil-rules': rules,
  ...(keyring !== undefined && { 'graphveil-keyring': `${keyring.series}; epoch=${keyring.epoch}` }),
});

const replyOf = (
  status: number,
  body: SanitizedBody | OwnBody,
  { ids, maker, acceptEncoding }: ReplyContext,
  extra: Readonly<Record<string, string>> = {},
): Reply => {
  const headers = {
    'cache-control': 'no-store',
    'client-request-id': ids.clientRequestId,
    'content-type': 'application/json; charset=utf-8',
    'request-id': ids.requestId,
    vary: 'accept-encoding',
    ...makerHeaders(maker),
    ...extra,
  };
  if (body.length < leastCompressed || !acceptsGzip(acceptEncoding)) return { status, headers, body };
  return { status, headers: { ...headers, 'content-encoding': 'gzip' }, body: compress(body) };
};

/** The reply that carries a sanitized body, or none. */
export const reply = (status: number, body: SanitizedBody | OwnBody, wish: ReplyContext): Reply =>
  replyOf(status, body, wish);

/** The reply of a refusal or a fault: Graph's shape of an error, our words. */
export const refusal = (problem: Problem, wish: ReplyContext): Reply => {
  const retryAfter = problem.headers?.['retry-after'];
  const extra = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return replyOf(problemStatus(problem), errorBody(problem, wish.ids), wish, extra);
};

/** A reply about the proxy itself. */
export const statement = (status: number, body: OwnBody, wish: ReplyContext): Reply => replyOf(status, body, wish);

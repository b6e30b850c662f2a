import { constants, gzip } from 'node:zlib';
import { bearerChallenge } from '../access/verify/index.ts';
import type { SanitizedBody } from '../plan/index.ts';
import { type Problem, problemCodes } from '../problems/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { CompressedBody, OwnBody, Reply } from './call.ts';

/** The facts in the headers and the error body of a reply. */
export type ReplyContext = {
  /** Graph's request id if it responded, otherwise the call's. */
  readonly requestId: string;
  readonly clientRequestId: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly version: string;
  readonly rules: string;
  /** Absent if the call ended before the keyring was needed. */
  readonly keyring?: Pick<Keyring, 'series' | 'epoch'>;
  readonly acceptEncoding?: string;
  /** Figures of Graph about its limits, by the header that passes them. */
  readonly throttle?: Readonly<Record<string, string>>;
};

export const ownBody = (value: unknown): OwnBody =>
  new TextEncoder().encode(JSON.stringify(value)) as Uint8Array as OwnBody;

/** An empty body: responses to HEAD, and 204. */
export const emptyBody: OwnBody = new Uint8Array() as OwnBody;

/** Returns the message of the problem's code, with the detail of this call. */
export const problemMessage = ({ code, detail }: Problem): string => {
  const { message } = problemCodes[code];
  return detail === undefined ? message : `${message.replace(/\.$/, '')}: ${detail}.`;
};

export const problemStatus = ({ code, status }: Problem): number => status ?? problemCodes[code].status;

/**
 * Formats a problem as a Graph error, so that Graph's SDKs can parse it. `error.code` is Graph's code if there is one,
 * with ours in `innerError.code`; otherwise it is ours.
 */
export const errorBody = (
  problem: Problem,
  { requestId, clientRequestId, now }: Pick<ReplyContext, 'requestId' | 'clientRequestId' | 'now'>,
): OwnBody =>
  ownBody({
    error: {
      code: problem.graphCode ?? problem.code,
      message: problemMessage(problem),
      innerError: {
        ...(problem.graphCode !== undefined && { code: problem.code }),
        date: new Date(now).toISOString().slice(0, 19),
        'request-id': requestId,
        'client-request-id': clientRequestId,
      },
    },
  });

/** Bodies below this size aren't worth compressing. */
const leastCompressed = 1_024;

/** True if `Accept-Encoding` (RFC 9110, 12.5.3) allows gzip. */
const acceptsGzip = (header = ''): boolean => {
  const weights = new Map<string, boolean>();
  for (const item of header.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = item.split(';').map((text) => text.trim());
    weights.set(coding, !parameters.some((text) => /^q=0(?:\.0{0,3})?$/.test(text)));
  }
  return weights.get('gzip') ?? weights.get('*') ?? false;
};

/** Compresses outside of the event loop's thread, because a large page takes tens of milliseconds. */
const compress = (body: Uint8Array): Promise<CompressedBody> =>
  new Promise((resolve, reject) => {
    gzip(body, { level: constants.Z_BEST_SPEED }, (error, bytes) =>
      error === null ? resolve(bytes as Uint8Array as CompressedBody) : reject(error),
    );
  });

const headersOf = (context: ReplyContext): Record<string, string> => {
  const { clientRequestId, requestId, version, rules, keyring, throttle } = context;
  return {
    ...throttle,
    'cache-control': 'no-store',
    'client-request-id': clientRequestId,
    'content-type': 'application/json; charset=utf-8',
    'request-id': requestId,
    vary: 'accept-encoding',
    // Connectors parse this header of Graph as JSON. Graph's own names the region, ring and unit of the tenant.
    'x-ms-ags-diagnostic': '{"ServerInfo":{}}',
    'graphveil-version': version,
    'graphveil-rules': rules,
    ...(keyring !== undefined && { 'graphveil-keyring': `${keyring.series}; epoch=${keyring.epoch}` }),
  };
};

/** Builds a reply whose body is sanitized, about the proxy itself, or empty. */
export const reply = async (
  status: number,
  body: SanitizedBody | OwnBody,
  context: ReplyContext,
  more: Readonly<Record<string, string>> = {},
): Promise<Reply> => {
  const headers = { ...headersOf(context), ...more };
  if (body.length < leastCompressed || !acceptsGzip(context.acceptEncoding)) return { status, headers, body };
  return { status, headers: { ...headers, 'content-encoding': 'gzip' }, body: await compress(body) };
};

/** Builds the reply for a refusal or a fault, in Graph's error format. */
export const refusal = (problem: Problem, context: ReplyContext): Promise<Reply> => {
  const retryAfter = problem.headers?.['retry-after'];
  const challenge = bearerChallenge(problem);
  const more = {
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    ...(challenge !== undefined && { 'www-authenticate': challenge }),
  };
  return reply(problemStatus(problem), errorBody(problem, context), context, more);
};

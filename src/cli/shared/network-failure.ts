import { environmentProxy } from '../../config/index.ts';
import type { CliKey } from '../../problems/command-line/index.ts';
import { type CliError, cliError } from './exit.ts';

type Cause = 'name' | 'refused' | 'timeout' | 'certificate' | 'closed' | 'route' | 'proxy';

const codes: Readonly<Record<string, Cause>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  EAI_FAIL: 'name',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'closed',
  ECONNABORTED: 'closed',
  EPIPE: 'closed',
  EPROTO: 'closed',
  UND_ERR_SOCKET: 'closed',
  EHOSTUNREACH: 'route',
  ENETUNREACH: 'route',
  EADDRNOTAVAIL: 'route',
};

/** Codes of OpenSSL and Node.js about a certificate that isn't trusted. */
const ofCertificate = /^(?:CERT_|ERR_TLS_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

const causeOf = (code: string): Cause | undefined =>
  codes[code] ?? (ofCertificate.test(code) ? 'certificate' : undefined);

/** The host or address that an error names, of the proxy or of the service. */
type Failed = { readonly hostname?: unknown; readonly address?: unknown; readonly port?: unknown };

type Trace = { readonly cause: Cause; readonly reason: string; readonly failed: Failed };

/** Every error in a chain: its causes, and the attempts that an `AggregateError` combines. */
const chain = (error: unknown, depth = 0): readonly Readonly<Record<string, unknown>>[] => {
  if (typeof error !== 'object' || error === null || depth > 8) return [];
  const { cause, errors, innerError } = error as { cause?: unknown; errors?: unknown; innerError?: unknown };
  const inside = [cause, innerError, ...(Array.isArray(errors) ? errors : [])];
  return [error as Readonly<Record<string, unknown>>, ...inside.flatMap((inner) => chain(inner, depth + 1))];
};

/**
 * How Node.js words an error of the network: `getaddrinfo ENOTFOUND HOST`, `connect ECONNREFUSED ADDRESS:PORT`. Some
 * libraries keep the message of an error and lose its fields.
 */
const inMessage =
  /\b(E(?:NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH))\b(?: ([\w.:[\]-]+))?/;

const placeIn = (code: string, place: string): Failed => {
  if (place === '') return {};
  if (causeOf(code) === 'name') return { hostname: place };
  const [, address, port] = /^(.*):(\d+)$/.exec(place) ?? [];
  return { address, port };
};

const wordsOf = (message: unknown): { readonly code?: string; readonly failed: Failed } => {
  const text = typeof message === 'string' ? message : '';
  const [, code, place = ''] = inMessage.exec(text) ?? [];
  return code === undefined ? { failed: {} } : { code, failed: placeIn(code, place) };
};

/** The status of a `ProxyRefusal`, or of its message in another error. */
const refusalOf = ({ status, code, message }: Readonly<Record<string, unknown>>): string | undefined => {
  if (code === 'ERR_PROXY_REFUSED') return String(status);
  return typeof message === 'string' ? /the proxy answered (\d{3})/.exec(message)?.[1] : undefined;
};

const ownTrace = (error: Readonly<Record<string, unknown>>): Trace | undefined => {
  const { code, name, message, kind, hostname, address, port } = error;
  const refusal = refusalOf(error);
  if (refusal !== undefined) return { cause: 'proxy', reason: refusal, failed: {} };
  const written = wordsOf(message);
  const reason = typeof code === 'string' && causeOf(code) !== undefined ? code : written.code;
  const cause = reason === undefined ? undefined : causeOf(reason);
  if (reason !== undefined && cause !== undefined) {
    const named = hostname !== undefined || address !== undefined;
    return { cause, reason, failed: named ? { hostname, address, port } : written.failed };
  }
  return name === 'TimeoutError' || kind === 'timeout'
    ? { cause: 'timeout', reason: String(kind ?? name), failed: {} }
    : undefined;
};

const keys = {
  name: 'Network.NameNotFound',
  refused: 'Network.Refused',
  timeout: 'Network.Timeout',
  certificate: 'Network.CertificateUntrusted',
  closed: 'Network.ConnectionClosed',
  route: 'Network.NoRoute',
  proxy: 'Network.ProxyRefused',
} as const satisfies Readonly<Record<Cause, CliKey>>;

const urlOf = (text: string | undefined): URL | undefined =>
  text !== undefined && URL.canParse(text) ? new URL(text) : undefined;

/** Host and port of the environment's proxy, without its user and password. */
const proxyPlace = (): URL | undefined => {
  const setting = environmentProxy();
  return setting === undefined ? undefined : (urlOf(setting) ?? urlOf(`http://${setting}`));
};

const failedPlace = ({ hostname, address, port }: Failed): string | undefined => {
  if (typeof hostname === 'string') return hostname;
  return typeof address === 'string' ? `${address}:${port}` : undefined;
};

/** An address isn't compared, because the proxy's name can have several. */
const isOfProxy = ({ hostname, address, port }: Failed): boolean => {
  const proxy = proxyPlace();
  if (proxy === undefined) return false;
  return hostname === proxy.hostname || (address !== undefined && String(port) === proxy.port);
};

/**
 * Returns the error that names why the network failed: name, connection, certificate or time. Returns undefined for any
 * other error, so that callers can go on to explain the answer of a service.
 *
 * @param to the host or service that was called
 */
export const networkFailure = (error: unknown, to: string): CliError | undefined => {
  const [trace] = chain(error).flatMap((part) => ownTrace(part) ?? []);
  if (trace === undefined) return undefined;
  const { cause, reason, failed } = trace;
  const place = cause === 'certificate' || cause === 'closed' ? to : (failedPlace(failed) ?? to);
  return cliError(keys[cause], { place, reason, proxy: isOfProxy(failed) });
};

import type { Call } from '../proxy/index.ts';
import { encodedPath, encodedQuery, splitStage } from './event-url.ts';

/** The parts of a call in an event. */
export type EventCall = Pick<Call, 'method' | 'target' | 'headers' | 'hasBody' | 'baseUrl' | 'caller'> & {
  /** The caller's, as the platform reports it. */
  readonly address: string | undefined;
};

type Part = Readonly<Record<string, unknown>>;

const part = (value: unknown): Part => (typeof value === 'object' && value !== null ? (value as Part) : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');

/** Reads headers with lower-case names; repeated ones are joined with a comma. */
const readHeaders = (...sources: readonly unknown[]): Readonly<Record<string, string>> => {
  const headers = new Map<string, string>();
  for (const [name, value] of sources.flatMap((source) => Object.entries(part(source)))) {
    const joined = texts(value).join(', ');
    if (joined !== '') headers.set(name.toLowerCase(), joined);
  }
  return Object.fromEntries(headers);
};

/** `domainName` is the platform's own name of the endpoint. The Host header is never used. */
const baseUrl = (context: Part, prefix: string): string | undefined => {
  const domain = text(context['domainName']);
  return domain !== undefined && /^[A-Za-z0-9.-]{1,253}$/.test(domain) ? `https://${domain}${prefix}` : undefined;
};

const principal = (arn: unknown): Pick<Call, 'caller'> => {
  const name = text(arn);
  return name === undefined ? {} : { caller: { principal: name } };
};

const hasBody = (event: Part): boolean => (event['body'] ?? '') !== '';

/** Returns the decoded names and values of a format 1.0 query; undefined if a part of it can't be represented. */
const readParameters = (given: unknown): Readonly<Record<string, readonly string[]>> | undefined => {
  if (typeof given !== 'object') return undefined;
  const parameters = Object.entries(part(given)).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]);
  const allText = parameters.every(([, values]) => (values as unknown[]).every((value) => typeof value === 'string'));
  return allText ? (Object.fromEntries(parameters) as Record<string, string[]>) : undefined;
};

/** Payload format 2.0: function URLs and HTTP APIs. */
const readVersion2 = (event: Part): EventCall | undefined => {
  const context = part(event['requestContext']);
  const method = text(part(context['http'])['method']);
  const path = text(event['rawPath']);
  const query = text(event['rawQueryString'] ?? '');
  const { prefix, rest } = splitStage(path ?? '', text(context['stage']) ?? '');
  const base = baseUrl(context, prefix);
  if (method === undefined || path === undefined || query === undefined || base === undefined) return undefined;
  return {
    method,
    target: `${encodedPath(rest)}${query === '' ? '' : `?${query}`}`,
    headers: readHeaders(event['headers']),
    hasBody: hasBody(event),
    baseUrl: base,
    address: text(part(context['http'])['sourceIp']),
    ...principal(part(part(context['authorizer'])['iam'])['userArn']),
  };
};

/** If a custom domain or stage adds a prefix to the path, `requestContext.path` contains it, but `path` may not. */
const version1Place = (path: string, context: Part): { readonly prefix: string; readonly rest: string } => {
  const whole = text(context['path']) ?? path;
  if (whole !== path && whole.endsWith(path)) return { prefix: whole.slice(0, -path.length), rest: path };
  return splitStage(path, text(context['stage']) ?? '');
};

/** Payload format 1.0: HTTP APIs and REST APIs. */
const readVersion1 = (event: Part): EventCall | undefined => {
  const context = part(event['requestContext']);
  const method = text(event['httpMethod']);
  const path = text(event['path']);
  const { prefix, rest } = version1Place(path ?? '', context);
  const base = baseUrl(context, prefix);
  const parameters = readParameters(event['multiValueQueryStringParameters'] ?? event['queryStringParameters'] ?? {});
  if (method === undefined || path === undefined || parameters === undefined || base === undefined) return undefined;
  const query = encodedQuery(parameters);
  return {
    method,
    target: `${encodedPath(rest)}${query === '' ? '' : `?${query}`}`,
    headers: readHeaders(event['headers'], event['multiValueHeaders']),
    hasBody: hasBody(event),
    baseUrl: base,
    address: text(part(context['identity'])['sourceIp']),
    ...principal(part(context['identity'])['userArn']),
  };
};

/**
 * Reads the event of a function URL, an HTTP API or a REST API. Returns undefined for other events that can invoke a
 * function. Formats: AWS Lambda "Invoking function URLs", API Gateway "payload format version".
 */
export const readEvent = (event: unknown): EventCall | undefined => {
  const read = part(event);
  return read['version'] === '2.0' ? readVersion2(read) : readVersion1(read);
};

import type { MetricName } from '../../config/index.ts';
import type { CallRecord } from '../../ports/index.ts';

/** A name of the OpenTelemetry semantic conventions, or of our own below `graphveil.`, with its conversion. */
type Mapping = { readonly name: string; readonly note: string };

/**
 * Metrics as OpenTelemetry names. Names of HTTP are those of the semantic conventions for HTTP metrics (stable);
 * all have the attributes `deployment.environment.name` and `graphveil.connector`.
 */
export const metricMappings: Readonly<Record<MetricName, Mapping & { readonly instrument: string }>> = {
  Calls: {
    name: 'graphveil.calls',
    instrument: 'counter, {call}',
    note: 'The count of `http.server.request.duration`.',
  },
  Faults: {
    name: 'graphveil.faults',
    instrument: 'counter, {call}',
    note: 'Calls with `http.response.status_code` 500 and above.',
  },
  Refusals: {
    name: 'graphveil.refusals',
    instrument: 'counter, {call}',
    note: 'Calls that the rules refuse; `error.type` has the code.',
  },
  Unmapped: {
    name: 'graphveil.unmapped',
    instrument: 'counter, {call}',
    note: 'Calls and links that no endpoint of the rules covers.',
  },
  Throttles: {
    name: 'graphveil.upstream.throttles',
    instrument: 'counter, {response}',
    note: 'Responses of Graph with status 429.',
  },
  ConsentMissing: {
    name: 'graphveil.consent.missing',
    instrument: 'counter, {call}',
    note: 'Calls that fail because an administrator hasn’t consented.',
  },
  Duration: { name: 'http.server.request.duration', instrument: 'histogram, s', note: 'Divide by 1,000.' },
  UpstreamDuration: {
    name: 'http.client.request.duration',
    instrument: 'histogram, s',
    note: 'Divide by 1,000; `server.address` is Graph’s host.',
  },
  UpstreamBytes: {
    name: 'http.client.response.body.size',
    instrument: 'histogram, By',
    note: 'As received from Graph.',
  },
  ReplyBytes: { name: 'http.server.response.body.size', instrument: 'histogram, By', note: 'As sent to the caller.' },
  Dropped: { name: 'graphveil.values.dropped', instrument: 'counter, {value}', note: 'Values that the rules drop.' },
  Retries: {
    name: 'graphveil.upstream.retries',
    instrument: 'counter, {request}',
    note: 'The sum of `http.request.resend_count`.',
  },
};

/** Fields of the log line of a call as attributes of a log record (log data model of OpenTelemetry). */
export const fieldMappings: Readonly<Record<keyof CallRecord, Mapping>> = {
  requestId: {
    name: 'graphveil.request.id',
    note: 'Also `client-request-id` of the reply and of the request to Graph.',
  },
  graphRequestId: { name: 'graphveil.upstream.request.id', note: 'Graph’s own `request-id`, for Microsoft’s support.' },
  connector: { name: 'graphveil.connector', note: 'Also the dimension `Connector`.' },
  endpoint: { name: 'http.route', note: 'The path template; never the path of a call.' },
  client: { name: 'graphveil.client.id', note: 'Id of the registered tool.' },
  method: { name: 'http.request.method', note: '' },
  status: { name: 'http.response.status_code', note: '' },
  code: { name: 'error.type', note: 'A code of [the closed list](problems.md).' },
  graphCode: { name: 'graphveil.upstream.error.code', note: 'A known code of Graph.' },
  durationMs: { name: 'http.server.request.duration', note: 'Milliseconds; divide by 1,000.' },
  upstreamMs: { name: 'http.client.request.duration', note: 'Milliseconds; divide by 1,000.' },
  upstreamStatus: {
    name: 'graphveil.upstream.response.status_code',
    note: '`http.response.status_code` of the client span.',
  },
  upstreamBytes: { name: 'http.client.response.body.size', note: 'Bytes.' },
  replyBytes: { name: 'http.server.response.body.size', note: 'Bytes.' },
  dropped: { name: 'graphveil.values.dropped', note: 'Counts by reason.' },
  unfit: { name: 'graphveil.values.unfit', note: 'Counts by property path and format of the rules.' },
  retries: { name: 'http.request.resend_count', note: '' },
  health: { name: 'graphveil.health', note: 'True for a health check, which no metric counts.' },
  place: { name: 'code.location', note: 'Name, file and line of an internal fault; never its message.' },
  missingPermissions: { name: 'graphveil.consent.missing_permissions', note: 'Names of permissions.' },
};

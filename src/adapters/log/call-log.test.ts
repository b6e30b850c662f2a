import { metricUnits } from '../../config/index.ts';
import type { CallRecord } from '../../ports/index.ts';
import { callLog } from './call-log.ts';

const record: CallRecord = {
  requestId: 'r-1',
  connector: 'calendar',
  endpoint: '/v1.0/users/{userId}/events',
  method: 'GET',
  status: 200,
  durationMs: 120,
  upstreamMs: 90,
  upstreamStatus: 200,
  upstreamBytes: 5_000,
  replyBytes: 900,
  dropped: { unknownProperties: 3, wrongTypes: 1 },
  retries: 1,
};

const lineOf = (changes: Partial<CallRecord>) => {
  const lines: string[] = [];
  const log = callLog({
    environment: 'prod',
    connector: 'calendar',
    clock: () => 1_000,
    write: (line) => lines.push(line),
  });
  log.call({ ...record, ...changes });
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
};

describe('callLog', () => {
  it('writes one line that is log and metrics at once', () => {
    const count = (Name: string) => ({ Name, Unit: 'Count' });
    const ms = (Name: string) => ({ Name, Unit: 'Milliseconds' });
    const bytes = (Name: string) => ({ Name, Unit: 'Bytes' });
    expect(lineOf({})).toEqual({
      _aws: {
        Timestamp: 1_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Graphveil',
            Dimensions: [['Environment', 'Connector']],
            Metrics: [
              ...['Calls', 'Faults', 'Refusals', 'Unmapped', 'Throttles', 'ConsentMissing'].map(count),
              ...['Duration', 'UpstreamDuration'].map(ms),
              ...['UpstreamBytes', 'ReplyBytes'].map(bytes),
              ...['Dropped', 'Retries'].map(count),
            ],
          },
        ],
      },
      Environment: 'prod',
      Connector: 'calendar',
      Calls: 1,
      Faults: 0,
      Refusals: 0,
      Unmapped: 0,
      Throttles: 0,
      ConsentMissing: 0,
      Duration: 120,
      UpstreamDuration: 90,
      UpstreamBytes: 5_000,
      ReplyBytes: 900,
      Dropped: 4,
      Retries: 1,
      level: 'INFO',
      message: 'call',
      ...record,
    });
  });

  it.each<[string, Partial<CallRecord>, Record<string, unknown>]>([
    ['a fault', { status: 502, code: 'Graphveil.UpstreamInvalid' }, { level: 'ERROR', Faults: 1, Refusals: 0 }],
    ['a refusal', { status: 403, code: 'Graphveil.EndpointNotAllowed' }, { level: 'WARN', Faults: 0, Refusals: 1 }],
    ['an internal fault', { status: 500, code: 'Graphveil.InternalError' }, { level: 'ERROR', Faults: 1, Refusals: 0 }],
    ['a refused target', { status: 400, code: 'Graphveil.TargetInvalid' }, { Faults: 0, Refusals: 1 }],
    ['no refusal by Graph as its own', { status: 400, code: 'BadRequest', upstreamStatus: 400 }, { Refusals: 0 }],
    ['no call that its caller left', { status: 499, code: 'Graphveil.CallAbandoned' }, { Refusals: 0, Faults: 0 }],
    ['a redirect as neither', { status: 304, upstreamStatus: 304 }, { level: 'INFO', Refusals: 0, Faults: 0 }],
    ['missing consent', { status: 503, code: 'Graphveil.ConsentMissing' }, { ConsentMissing: 1, Faults: 1 }],
    [
      'throttling by Graph',
      { status: 429, code: 'Graphveil.Throttled', upstreamStatus: 429 },
      { level: 'WARN', Throttles: 1, Refusals: 0, Faults: 0 },
    ],
  ])('counts %s', (_, changes, counted) => {
    expect(lineOf(changes)).toMatchObject(counted);
  });

  it('leaves out steps that a call never reached', () => {
    const { requestId, connector, method } = record;
    const lines: string[] = [];
    callLog({ environment: 'prod', connector, clock: () => 0, write: (line) => lines.push(line) }).call({
      requestId,
      connector,
      method,
      status: 400,
      durationMs: 1,
    });
    const line = JSON.parse(lines[0] ?? '') as { _aws: { CloudWatchMetrics: [{ Metrics: { Name: string }[] }] } };

    expect(line._aws.CloudWatchMetrics[0].Metrics.map(({ Name }) => Name)).not.toContain('UpstreamDuration');
    expect(line).not.toHaveProperty('UpstreamBytes');
  });

  it('writes every metric that the project knows', () => {
    for (const name of Object.keys(metricUnits)) expect(lineOf({})).toHaveProperty(name);
  });

  it.each([
    [403, 'Graphveil.EndpointNotAllowed', 1, 1],
    [502, 'Graphveil.LinkUnmapped', 0, 1],
    [400, 'Graphveil.PseudonymInvalid', 1, 0],
    [200, undefined, 0, 0],
  ])('counts %s %s among refused and unmapped calls', (status, code, Refusals, Unmapped) => {
    expect(lineOf({ status, ...(code !== undefined && { code }) })).toMatchObject({ Refusals, Unmapped });
  });

  it('counts no health check', () => {
    const line = lineOf({ endpoint: '/healthz', status: 503, health: true });

    expect(line).toMatchObject({ message: 'health', status: 503, level: 'ERROR' });
    expect(line).not.toHaveProperty('_aws');
    expect(line).not.toHaveProperty('Calls');
  });
});

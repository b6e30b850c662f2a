import { type MetricName, metricDimensions, metricNamespace, metricUnits } from '../../config/index.ts';
import type { CallRecord, Clock, Log } from '../../ports/index.ts';

export type CallLogOptions = {
  readonly environment: string;
  readonly connector: string;
  readonly clock: Clock;
  /** Receives one line without its line end. */
  readonly write: (line: string) => void;
};

const metricsOf = (record: CallRecord): Partial<Record<MetricName, number>> => {
  const { status, code, upstreamStatus = 0, upstreamMs, upstreamBytes, replyBytes, dropped, retries } = record;
  const faulty = status >= 500;
  return {
    Calls: 1,
    Faults: faulty ? 1 : 0,
    Refusals: !faulty && status >= 400 && upstreamStatus < 400 && code !== 'Graphveil.CallAbandoned' ? 1 : 0,
    Throttles: upstreamStatus === 429 ? 1 : 0,
    ConsentMissing: code === 'Graphveil.ConsentMissing' ? 1 : 0,
    Duration: record.durationMs,
    ...(upstreamMs !== undefined && { UpstreamDuration: upstreamMs }),
    ...(upstreamBytes !== undefined && { UpstreamBytes: upstreamBytes }),
    ...(replyBytes !== undefined && { ReplyBytes: replyBytes }),
    ...(dropped !== undefined && { Dropped: Object.values(dropped).reduce((sum, count) => sum + count, 0) }),
    ...(retries !== undefined && { Retries: retries }),
  };
};

const severity = ({ status, code }: CallRecord): 'INFO' | 'WARN' | 'ERROR' =>
  status >= 500 ? 'ERROR' : code === undefined ? 'INFO' : 'WARN';

/**
 * Writes one line per call that serves as log record and metrics, in CloudWatch's embedded metric format: names,
 * counts, durations and codes, never a value.
 */
export const callLog = ({ environment, connector, clock, write }: CallLogOptions): Log => ({
  call: (record) => {
    const metrics = metricsOf(record);
    const names = Object.keys(metrics) as MetricName[];
    write(
      JSON.stringify({
        level: severity(record),
        message: 'call',
        ...record,
        Environment: environment,
        Connector: connector,
        ...metrics,
        _aws: {
          Timestamp: clock(),
          CloudWatchMetrics: [
            {
              Namespace: metricNamespace,
              Dimensions: [metricDimensions],
              Metrics: names.map((Name) => ({ Name, Unit: metricUnits[Name] })),
            },
          ],
        },
      }),
    );
  },
});

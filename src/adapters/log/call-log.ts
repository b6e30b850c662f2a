import { type MetricName, metricDimensions, metricNamespace, metricUnits } from '../../config/index.ts';
import type { CallRecord, Clock, Log } from '../../ports/index.ts';
import type { ProblemCode } from '../../problems/index.ts';

export type CallLogOptions = {
  readonly environment: string;
  readonly connector: string;
  readonly clock: Clock;
  /** Receives one line without its line end. */
  readonly write: (line: string) => void;
};

/** Codes of calls that no endpoint covers, and of replies with a link that no endpoint covers. */
const unmapped: ReadonlySet<string> = new Set<ProblemCode>(['Graphveil.EndpointNotAllowed', 'Graphveil.LinkUnmapped']);

const metricsOf = (record: CallRecord): Partial<Record<MetricName, number>> => {
  const { status, code, upstreamStatus = 0, upstreamMs, upstreamBytes, replyBytes, dropped, retries } = record;
  const faulty = status >= 500;
  return {
    Calls: 1,
    Faults: faulty ? 1 : 0,
    Refusals: !faulty && status >= 400 && upstreamStatus < 400 && code !== 'Graphveil.CallAbandoned' ? 1 : 0,
    Unmapped: code !== undefined && unmapped.has(code) ? 1 : 0,
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

/** The remark of a process whose platform can't run the WebAssembly module. `fault`: the platform's own words. */
export const slowTokens = (fault: string): string =>
  `WebAssembly can't run here, so tokens are made one by one, which takes about four times as long: ${fault}`;

const severity = ({ status, code }: CallRecord): 'INFO' | 'WARN' | 'ERROR' =>
  status >= 500 ? 'ERROR' : code === undefined ? 'INFO' : 'WARN';

/** The fields of CloudWatch's embedded metric format. */
const metricFields = (record: CallRecord, dimensions: readonly [string, string], at: number) => {
  const metrics = metricsOf(record);
  const names = Object.keys(metrics) as MetricName[];
  return {
    ...Object.fromEntries(metricDimensions.map((name, index) => [name, dimensions[index]])),
    ...metrics,
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [metricDimensions],
          Metrics: names.map((Name) => ({ Name, Unit: metricUnits[Name] })),
        },
      ],
    },
  };
};

/**
 * Writes one line per call that serves as log record and metrics, in CloudWatch's embedded metric format: names,
 * counts, durations and codes, never a value. The line of a health check has no metrics.
 */
export const callLog = ({ environment, connector, clock, write }: CallLogOptions): Log => ({
  call: ({ health = false, ...record }) => {
    write(
      JSON.stringify({
        level: severity(record),
        message: health ? 'health' : 'call',
        ...record,
        ...(!health && metricFields(record, [environment, connector], clock())),
      }),
    );
  },
});
